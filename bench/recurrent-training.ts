/**
 * What a training step of a recurrent layer is, in the benches: forward and backward, as ours and
 * as that of tf.layers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, makeRng, square, tidy, type Params } from '../src/core/index.js';
import { jit } from '../src/core/jit.js';
import { gru } from '../src/layers/gru.js';
import { lstm } from '../src/layers/lstm.js';
import type { Recurrent } from '../src/layers/recurrent.js';
import { rnn } from '../src/layers/rnn.js';
import { valueAndGradients, type ValueAndGradients } from '../src/train/gradients.js';
import { tfLayers } from './tf-layers.js';

/** Rows, steps, inputs and units. */
export const sizes = { B: 32, T: 64, I: 128, U: 256 } as const;

/** A step and its forward half, each with tensors that the caller frees. */
export interface TrainingStep {
  /** Half the sum of the squared outputs. */
  readonly forward: () => readonly tf.Tensor[];
  /** The same, and its gradients with respect to all weights. */
  readonly whole: () => readonly tf.Tensor[];
}

/** Our layers by the name of their bench, operation by operation. */
export const ours = stepsOf(<P extends Params>(step: Step<P>) => step);

/** The same, each step as one graph. */
export const jitted = stepsOf(<P extends Params>(step: Step<P>) => jit(step));

/** Those of tf.layers, which measure speed alone: its GRU resets before the matmul. */
export const peers: Readonly<Record<string, () => TrainingStep>> = {
  'rnn-step': () => stepOfPeer(tfLayers().layers.simpleRNN(common)),
  'gru-step': () => stepOfPeer(tfLayers().layers.gru({ ...common, ...likeOurs })),
  'lstm-step': () => stepOfPeer(tfLayers().layers.lstm({ ...common, ...likeOurs })),
};

const common = {
  units: sizes.U,
  returnSequences: true,
  recurrentInitializer: 'glorotUniform', // the default one takes long and complains
} as const;
const likeOurs = { recurrentActivation: 'sigmoid' } as const; // by default a broken line

/** Value and gradients at some weights and inputs. */
type Step<P extends Params> = (p: P, xs: tf.Tensor3D) => ValueAndGradients<P>;

function stepsOf(
  run: <P extends Params>(step: Step<P>) => Step<P>,
): Readonly<Record<string, () => TrainingStep>> {
  return {
    'rnn-step': () => stepOf(rnn, run),
    'gru-step': () => stepOf(gru, run),
    'lstm-step': () => stepOf(lstm, run),
  };
}

function stepOf<P extends Params, S extends Params>(
  layer: Recurrent<P, S>,
  run: (step: Step<P>) => Step<P>,
): TrainingStep {
  const rng = makeRng(2);
  const p = layer.init({ inputSize: sizes.I, hiddenSize: sizes.U }, rng);
  const xs = inputs();
  const loss = (q: P, x: tf.Tensor3D) => half(layer.read(q, x, layer.start(q, sizes.B)).outputs);
  const step = run((q, x) => valueAndGradients((r: P) => loss(r, x), q));
  return {
    forward: () => [tidy(() => loss(p, xs))],
    whole() {
      const { value, gradients } = step(p, xs);
      return [value, ...Object.values(flattenParams(gradients))];
    },
  };
}

function stepOfPeer(layer: { apply(xs: tf.Tensor3D): unknown }): TrainingStep {
  const xs = inputs();
  tf.dispose(layer.apply(xs) as tf.Tensor); // makes the weights
  const loss = () => half(layer.apply(xs) as tf.Tensor3D);
  return {
    forward: () => [tidy(loss)],
    whole() {
      const { value, grads } = tf.variableGrads(loss);
      return [value, ...Object.values(grads)];
    },
  };
}

function inputs(): tf.Tensor3D {
  return makeRng(1).normalTensor<tf.Rank.R3>([sizes.B, sizes.T, sizes.I], 1);
}

function half(states: tf.Tensor3D): tf.Scalar {
  return tidy(() => tf.mul(0.5, tf.sum(square(states))));
}

/** Reads one number of each result, so that all of them have been computed, and frees them. */
export function finish(results: readonly tf.Tensor[]): void {
  tf.tidy(() => {
    for (const one of results) tf.slice(tf.reshape(one, [-1]), 0, 1).dataSync();
  });
  tf.dispose([...results]);
}
