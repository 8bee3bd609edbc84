import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, type Params } from '../params.js';
import { whileRecording } from '../recording.js';
import { GraphWriter } from './graph-writer.js';
import { intercept } from './intercept.js';
import type { NativeBackend } from './native-backend.js';

/** The operations that one call of a function ran. */
export interface Trace<R> {
  /** As `encodeNode` gives them. */
  readonly nodes: readonly Buffer[];
  /** Names of the nodes that are fed. */
  readonly inputs: readonly string[];
  /** Names of the nodes whose results are what f returned. */
  readonly outputs: readonly string[];
  /** The form of what f returned: its leaves are freed. */
  readonly result: R;
}

/**
 * Runs f once and writes down the operations that it asks TensorFlow for.
 *
 * @param inputs tensors that f computes with, each with data of its own
 * @param before an earlier trace; the first operation that differs from it is refused
 * @throws RecordingError if a graph of these operations could answer something else than f
 */
export function trace<R extends Params>(
  backend: NativeBackend,
  f: () => R,
  inputs: readonly tf.Tensor[],
  before?: Trace<R>,
): Trace<R> {
  const graph = new GraphWriter(backend, before?.nodes);
  const restore = intercept(backend, graph);
  // A tidy would keep the tensors that it returns.
  let made = undefined as Trace<R> | undefined;
  try {
    tf.tidy(() => {
      const from = inputs.map((input, i) => graph.input(`i${i}`, input));
      const result = whileRecording(f);
      const leaves = Object.values(flattenParams(result));
      const to = leaves.map((output, i) => graph.output(`o${i}`, output));
      made = { nodes: graph.end(), inputs: from, outputs: to, result };
    });
  } catch (error) {
    throw graph.refused ?? error;
  } finally {
    restore();
  }
  return made as unknown as Trace<R>;
}
