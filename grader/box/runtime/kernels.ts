/** Takes hold of tfjs's kernels before a submission is loaded: says who ran one, mends three. */
import type { Position } from '../protocol.js';
import { callsUnderWay } from './stack.js';
import { engine, tf } from './tfjs.js';

let withoutGradient = new Map<string, Blame>();

/** What ran a kernel that has no gradient. */
export interface Blame {
  /** The function of tfjs that the submission called: `divNoNan`. */
  readonly called?: string;
  readonly position?: Position;
}

/** What ran a kernel without a gradient since `watchKernels` was called last. */
export type BlameOf = (kernel: string) => Blame | undefined;

/** Begins to watch anew. */
export function watchKernels(): BlameOf {
  withoutGradient = new Map();
  return (kernel) => withoutGradient.get(kernel);
}

/** Run once, before the first kernel. */
export function takeHoldOfKernels(): void {
  const run = engine.runKernel.bind(engine);
  engine.runKernel = ((name, inputs, attributes) => {
    if (engine.state.gradientDepth > 0 && !hasGradient(name) && !withoutGradient.has(name))
      withoutGradient.set(name, blamed());
    const made: unknown = run(name, inputs, attributes);
    // tfjs keeps this very list for the gradient: to reverse it would exchange the gradients.
    return Array.isArray(made) ? [...(made as unknown[])] : made;
  }) as typeof engine.runKernel;
  for (const kernelName of ['Unpack', 'SplitV']) mendGradientOfOne(kernelName);
}

const hasGradient = (kernel: string) =>
  (tf.getGradient(kernel) as object | undefined) !== undefined;

/** A kernel that gives a list hands its gradient one tensor, where the list has one. */
function mendGradientOfOne(kernelName: string): void {
  const known = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...known,
    gradFunc: (dy, saved, attributes) =>
      known.gradFunc(Array.isArray(dy) ? dy : [dy], saved, attributes),
  });
}

function blamed(): Blame {
  const calls = callsUnderWay();
  const at = calls.findIndex(({ own }) => own);
  if (at === -1) return {};
  const names = calls.slice(0, at).map(({ name }) => /^(\w+)__op$/.exec(name)?.[1]);
  const called = names.filter((name) => name !== undefined).at(-1);
  return { ...(called !== undefined && { called }), ...pick(calls[at]?.position) };
}

const pick = (position: Position | undefined) => (position === undefined ? {} : { position });
