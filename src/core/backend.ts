import * as tf from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { InputError, wrongInput } from './errors.js';
import { projectFile, projectRoot } from './files.js';
import { otherProducts, signalCure } from './signals.js';

/** What computes: TensorFlow's C library, its WebAssembly build, or plain JavaScript. */
export type Backend = 'native' | 'wasm' | 'js';

export interface ChosenBackend {
  readonly name: Backend;
  /** Why not a better one, for each that was tried and failed; empty for the best. */
  readonly reasons: readonly string[];
}

const best: readonly Backend[] = ['native', 'wasm', 'js'];

let chosen: Promise<ChosenBackend> | undefined;

/**
 * Loads the best backend that works here, with all gradients, once a process.
 *
 * @param forced backend to take whatever else is there; default: UNROLL_BACKEND, else the best
 * @returns the backend that computes from now on, and why not a better one
 * @throws InputError if a forced backend is unknown or does not load
 */
export function useBackend(
  forced: string | undefined = process.env['UNROLL_BACKEND'],
): Promise<ChosenBackend> {
  chosen ??= choose(forced === undefined || forced === '' ? undefined : forced);
  return chosen;
}

async function choose(forced: string | undefined): Promise<ChosenBackend> {
  const candidates = forced === undefined ? best : best.filter((name) => name === forced);
  if (candidates.length === 0)
    throw new InputError(
      wrongInput('UNROLL_BACKEND', best.join(', '), forced ?? '', 'Unset it for the best one.'),
    );
  const reasons: string[] = [];
  for (const name of candidates) {
    try {
      await load[name]();
      return { name, reasons };
    } catch (error) {
      reasons.push(
        `${name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      );
    }
  }
  throw new InputError(
    wrongInput(
      'backend',
      `${candidates.join(' or ')} to load`,
      reasons.join('; '),
      'Run ./unroll doctor.',
    ),
  );
}

const load: Record<Backend, () => Promise<void>> = {
  async native() {
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    const cure = signalCure(projectRoot(), process.env);
    if (cure === 'other products') Object.assign(process.env, otherProducts);
    process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
    restoreRemovedUtilities();
    fromProject('@tensorflow/tfjs-node');
    await select('tensorflow');
  },
  async wasm() {
    fromProject('@tensorflow/tfjs');
    fromProject('@tensorflow/tfjs-backend-wasm');
    await withoutNewListeners(() => select('wasm'));
  },
  async js() {
    fromProject('@tensorflow/tfjs');
    await select('cpu');
    // Its first use would print an advertisement for the native backend.
    (tf.backend() as { firstUse?: boolean }).firstUse = false;
  },
};

async function select(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its backend ${name}`);
  await tf.ready();
}

/**
 * Emscripten throws uncaught errors again, and Node then prints the one line of its whole module
 * before them.
 */
async function withoutNewListeners(load: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(process.rawListeners(event)));
  await load();
  for (const [i, event] of events.entries())
    for (const listener of process.rawListeners(event))
      if (before[i]?.has(listener) === false) process.removeListener(event, listener as () => void);
}

function fromProject(name: string): unknown {
  return createRequire(projectFile('package.json'))(name);
}

/** tfjs-node calls two functions that Node dropped in version 23, or warns of. */
function restoreRemovedUtilities(): void {
  const util = fromProject('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (x: unknown) => x === null || x === undefined;
  util['isArray'] = (x: unknown) => Array.isArray(x);
}
