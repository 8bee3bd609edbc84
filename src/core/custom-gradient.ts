import * as tf from '@tensorflow/tfjs-core';
import { InputError, ShapeError, wrongInput } from './errors.js';
import { flattenParams, mapParams, type Params } from './params.js';

/** How tfjs runs a function with a gradient; `tf.customGrad` allows it one output only. */
interface Engine {
  runKernelFunc(pass: {
    readonly inputs: Readonly<Record<string, tf.Tensor>>;
    readonly forwardFunc: (backend: unknown, save: tf.GradSaveFunc) => tf.Tensor[];
    readonly backwardsFunc: (
      dOutputs: tf.Tensor | tf.Tensor[],
      saved: readonly tf.Tensor[],
    ) => Readonly<Record<string, () => tf.Tensor>>;
  }): tf.Tensor[];
}

/**
 * A function with a gradient of its own, on trees of tensors.
 *
 *   const square = (x: tf.Tensor1D) =>
 *     customGradient(
 *       x,
 *       () => ({ value: mul(x, x), kept: { x } }),
 *       (dValue, { x }) => mul(mul(x, 2), dValue),
 *     );
 *
 * Everything that `forward` makes is freed, except its value and what it keeps. Both functions may
 * take gradients themselves, so a layer can compute its inputs again instead of keeping them.
 *
 * @param inputs what gradients are taken of; `forward` may use other tensors as constants
 * @param forward gives the value, and what `backward` needs: any trees, `{}` for nothing
 * @param backward maps the gradient of the value, and what was kept, to a gradient for each input
 * @returns the value
 * @throws InputError, when the gradient is taken, if that of an input is missing
 * @throws ShapeError, when the gradient is taken, if one has another shape than its input
 */
export function customGradient<P extends Params, V extends Params, K extends Params>(
  inputs: P,
  forward: (inputs: P) => { readonly value: V; readonly kept: K },
  backward: (dValue: V, kept: K) => P,
): V {
  const named = flattenParams(inputs);
  let made = undefined as ReturnType<typeof forward> | undefined;
  const once = () => (made ??= apart(() => forward(inputs)));
  const outputs = (tf.engine() as unknown as Engine).runKernelFunc({
    inputs: named,
    forwardFunc(_, save) {
      const { value, kept } = once();
      save(Object.values(flattenParams(kept)));
      // Copies, because an output that is an input, or stands twice, would confuse the tape.
      return Object.values(flattenParams(value)).map((leaf) => tf.clone(leaf));
    },
    backwardsFunc(dOutputs, saved) {
      const { value, kept } = once();
      const run = () => backward(inForm(value, [dOutputs].flat()), inForm(kept, saved));
      // A gradient of this gradient needs the tape that is being recorded.
      const recorded = tf.engine().state.gradientDepth > 0;
      const found = tf.tidy(() => ofEach(named, flattenParams(recorded ? run() : apart(run))));
      return Object.fromEntries(Object.entries(found).map(([path, d]) => [path, () => d]));
    },
  });
  return inForm(once().value, outputs);
}

/** Runs f with a tape of its own: tfjs ends the one that is being read when f takes a gradient. */
function apart<T>(f: () => T): T {
  const { state } = tf.engine();
  const { activeTape, gradientDepth, kernelDepth } = state;
  Object.assign(state, { gradientDepth: 0, kernelDepth: 0 });
  try {
    return f();
  } finally {
    Object.assign(state, { activeTape, gradientDepth, kernelDepth });
  }
}

/** A tree like another one, of the given leaves in order. */
export function inForm<P extends Params>(form: P, leaves: readonly tf.Tensor[]): P {
  const rest = leaves.values();
  return mapParams(form, (leaf) => {
    const next = rest.next();
    return next.done === true ? leaf : next.value;
  });
}

function ofEach(
  inputs: Readonly<Record<string, tf.Tensor>>,
  gradients: Readonly<Record<string, tf.Tensor | undefined>>,
): Record<string, tf.Tensor> {
  const entries = Object.entries(inputs).map(([path, input]) => {
    const gradient = gradients[path];
    const where = `customGradient backward${path === '' ? '' : ` '${path}'`}`;
    const expected = `a gradient of shape [${input.shape.join(', ')}]`;
    if (gradient === undefined)
      throw new InputError(
        wrongInput(where, expected, 'none', 'Return a tree of the same form as the inputs.'),
      );
    if (gradient.shape.join() !== input.shape.join())
      throw new ShapeError(
        wrongInput(
          where,
          expected,
          `one of shape [${gradient.shape.join(', ')}]`,
          'Give every gradient the shape of its input.',
        ),
      );
    // Copies, because tfjs frees a gradient once it has added another one to it.
    return [path, tf.clone(gradient)] as const;
  });
  return Object.fromEntries(entries);
}
