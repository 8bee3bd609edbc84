import * as tf from '@tensorflow/tfjs-core';
import { inForm } from './custom-gradient.js';
import { nativeBackend, type NativeBackend } from './jit/native-backend.js';
import { load, type Session } from './jit/session.js';
import { trace, type Trace } from './jit/trace.js';
import { disposeParams, flattenParams, mapParams, type Params } from './params.js';
import { isRecording } from './recording.js';
import { tidy } from './tidy.js';

export { RecordingError } from './jit/recording-error.js';

/** A function that runs as a graph. */
export interface Jitted<A extends readonly Params[], R extends Params> {
  (...inputs: A): R;
  /** Frees its graphs; a later call records anew. */
  dispose(): void;
}

/** A graph, and the form of what it returns. */
interface Graph<R> {
  readonly session: Session;
  readonly result: R;
}

/**
 * A function whose operations run as one TensorFlow graph, many times as fast where there are many
 * small ones.
 *
 *   const step = jit((p: Weights, x: tf.Tensor2D) => valueAndGradients((q) => loss(q, x), p));
 *   const { value, gradients } = step(p, x);
 *
 * The first call with inputs of some shapes and dtypes runs f twice and records it; later ones run
 * the graph. The second recording gets the same numbers in reverse order. Where it differs from the
 * first, f is refused, since a graph would repeat the first. What else a graph cannot do is refused
 * too: f reads no values, draws and counts nothing in JavaScript, assigns no variable, and computes
 * with no tensor but its inputs and what it makes of them and of constant numbers.
 *
 * Where nothing can be recorded, each call runs f: on wasm and plain JavaScript, with
 * UNROLL_JIT=off, in a function that is being recorded itself, and while a gradient is taken
 * through the call.
 *
 * @param f pure, and the same operations whatever the values
 * @param graphs how many sets of shapes have a graph at a time; the one unused for longest goes
 * @returns f; what it returns belongs to the caller, who frees it or stands in a tidy
 * @throws RecordingError, when it is called, if f cannot be recorded
 */
export function jit<A extends readonly Params[], R extends Params>(
  f: (...inputs: A) => R,
  { graphs = 8 }: { readonly graphs?: number } = {},
): Jitted<A, R> {
  const known = new Map<string, Graph<R>>();
  const call = (...inputs: A): R => {
    const backend = recorder();
    if (backend === undefined) return eager(f, inputs);
    const leaves = flattenParams(inputs);
    const key = Object.entries(leaves)
      .map(([path, { dtype, shape }]) => `${path} ${dtype} ${shape.join()}`)
      .join('; ');
    const graph = known.get(key) ?? record(backend, f, inputs);
    known.delete(key);
    known.set(key, graph); // as the one used last
    forget(known, graphs);
    return inForm(
      graph.result,
      run(graph.session, Object.values(leaves), () => f(...inputs)),
    );
  };
  const fast = Object.assign(call, {
    dispose() {
      forget(known, 0);
    },
  });
  unreachable.register(fast, known);
  return fast;
}

/** Frees the graphs of a function that nothing refers to any more, such as an old cell's. */
const unreachable = new FinalizationRegistry<Map<string, Graph<unknown>>>((known) => {
  forget(known, 0);
});

/** The backend, if a call can be recorded now. */
function recorder(): NativeBackend | undefined {
  const { gradientDepth } = tf.engine().state;
  const off = process.env['UNROLL_JIT'] === 'off' || isRecording() || gradientDepth > 0;
  return off ? undefined : nativeBackend();
}

/** What f returns, as a graph would: none of its tensors is one of the inputs. */
function eager<A extends readonly Params[], R extends Params>(
  f: (...inputs: A) => R,
  inputs: A,
): R {
  return tidy(() => mapParams(f(...inputs), (leaf) => tf.clone(leaf)));
}

function record<A extends readonly Params[], R extends Params>(
  backend: NativeBackend,
  f: (...inputs: A) => R,
  inputs: A,
): Graph<R> {
  const traceOf = (values: (x: tf.Tensor) => tf.Tensor, before?: Trace<R>) => {
    // An input that is given twice is two inputs of the graph.
    const own = tidy(() => mapParams(inputs, (x) => tf.reshape(values(x), x.shape)));
    try {
      return trace(backend, () => f(...own), Object.values(flattenParams(own)), before);
    } finally {
      disposeParams(own);
    }
  };
  const first = traceOf((x) => x);
  traceOf((x) => tf.reverse(tf.reshape(x, [x.size])), first);
  return { session: load(backend, first), result: first.result };
}

/** Runs a graph. Where TensorFlow fails, f may say why in its own words. */
function run(session: Session, inputs: readonly tf.Tensor[], f: () => unknown): tf.Tensor[] {
  try {
    return session.run(inputs);
  } catch (error) {
    tf.tidy(() => void f());
    throw error;
  }
}

/** Frees the graphs that were used longest ago, until a number of them is left. */
function forget(known: Map<string, Graph<unknown>>, left: number): void {
  for (const [key, { session }] of known) {
    if (known.size <= left) return;
    known.delete(key);
    session.dispose();
  }
}
