/** Prints the seconds of one RNN training step, ours or that of tf.layers. */
import * as tf from '@tensorflow/tfjs-core';
import { disposeParams, makeRng, square, tidy } from '../src/core/index.js';
import { useBackend } from '../src/core/backend.js';
import { initRnn, rnnForward } from '../src/layers/rnn.js';
import { valueAndGradients } from '../src/train/gradients.js';
import { printStepTime } from './step-timer.js';
import { tfLayers } from './tf-layers.js';

const B = 32;
const T = 64;
const I = 128;
const U = 256;

await useBackend();
const rng = makeRng(1);
const xs = rng.normalTensor<tf.Rank.R3>([B, T, I], 1);
await (process.argv[2] === 'ours' ? ours() : layers());

function ours(): Promise<void> {
  const p = initRnn({ inputSize: I, hiddenSize: U }, rng);
  const h0 = tf.zeros<tf.Rank.R2>([B, U]);
  return printStepTime(() => {
    const { value, gradients } = valueAndGradients((q) => half(rnnForward(q, xs, h0)), p);
    finish([value, ...Object.values(gradients)]);
    disposeParams(gradients);
    value.dispose();
  });
}

function layers(): Promise<void> {
  const layer = tfLayers().layers.simpleRNN({
    units: U,
    returnSequences: true,
    recurrentInitializer: 'glorotUniform', // the default one takes long and complains
  });
  tf.dispose(layer.apply(xs) as tf.Tensor); // makes the weights
  return printStepTime(() => {
    const { value, grads } = tf.variableGrads(() => half(layer.apply(xs) as tf.Tensor3D));
    finish([value, ...Object.values(grads)]);
    tf.dispose([value, grads]);
  });
}

function half(states: tf.Tensor3D): tf.Scalar {
  return tidy(() => tf.mul(0.5, tf.sum(square(states))));
}

/** Reads one number of each result, so that all of them have been computed. */
function finish(results: readonly tf.Tensor[]): void {
  tf.tidy(() => {
    for (const one of results) tf.slice(tf.reshape(one, [-1]), 0, 1).dataSync();
  });
}
