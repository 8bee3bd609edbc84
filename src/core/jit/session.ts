import type * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSavedModel } from './graph-def.js';
import type { NativeBackend } from './native-backend.js';
import { refusal } from './recording-error.js';
import type { Trace } from './trace.js';

/** A graph that TensorFlow has loaded. */
export interface Session {
  /** Its outputs, for inputs of the shapes and dtypes that it was recorded with. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  dispose(): void;
}

/**
 * Loads the graph of a trace.
 *
 * @throws RecordingError if TensorFlow cannot make a graph of it
 */
export function load(backend: NativeBackend, { nodes, inputs, outputs }: Trace<unknown>): Session {
  const { binding } = backend;
  const session = loaded(binding, nodes);
  const [from, to] = [inputs.join(), outputs.join()];
  return {
    run: (given) =>
      binding
        .runSavedModel(session, backend.getInputTensorIds(given), from, to)
        .map((handle) => backend.createOutputTensor(handle)),
    dispose() {
      binding.deleteSavedModel(session);
    },
  };
}

/** Hands TensorFlow a graph in a folder, which it needs only while it loads. */
function loaded(binding: NativeBackend['binding'], nodes: readonly Uint8Array[]): number {
  clearLeftOver();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
    return binding.loadSavedModel(folder, 'serve');
  } catch (error) {
    throw refusal.graph(error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PREFIX = 'unroll-jit-';

let cleared = false;

/** Removes the folders of processes that died while they loaded a graph, once a process. */
function clearLeftOver(): void {
  if (cleared) return;
  cleared = true;
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || lives(Number(pid))) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
