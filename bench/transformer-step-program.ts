/**
 * Prints the seconds of one training step of a pre-norm transformer block as one graph:
 * B 8, T 128, D 256, H 8, F 1024, GELU.
 */
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/core/backend.js';
import { add, flattenParams, gelu, makeRng, square, sum } from '../src/core/index.js';
import { jit } from '../src/core/jit.js';
import { dense, initDense } from '../src/layers/dense.js';
import { causalMask } from '../src/layers/mask.js';
import { initLayerNorm, layerNorm } from '../src/layers/norm.js';
import {
  memoryOf,
  multiHeadAttention,
  type EncoderBlockParams,
} from '../src/layers/testing/attention.js';
import { valueAndGradients } from '../src/train/gradients.js';
import { finish } from './recurrent-training.js';
import { printStepTime } from './step-timer.js';

await useBackend();
const [B, T, D, H, F] = [8, 128, 256, 8, 1024] as const;
const rng = makeRng(1);
const layer = (inputSize: number, outputSize: number) => initDense({ inputSize, outputSize }, rng);
const params: EncoderBlockParams = {
  attention: { query: layer(D, D), key: layer(D, D), value: layer(D, D), output: layer(D, D) },
  norm1: initLayerNorm({ width: D }),
  norm2: initLayerNorm({ width: D }),
  up: layer(D, F),
  down: layer(F, D),
};
const xs = rng.normalTensor<tf.Rank.R3>([B, T, D]);

function block(p: EncoderBlockParams, x: tf.Tensor3D): tf.Tensor3D {
  const normed = layerNorm(p.norm1, x);
  const memory = memoryOf(p.attention, normed, H);
  const h = add(x, multiHeadAttention(p.attention, normed, memory, causalMask({ T }), H));
  return add(h, dense(p.down, gelu(dense(p.up, layerNorm(p.norm2, h)))));
}

const step = jit((p: EncoderBlockParams, x: tf.Tensor3D) =>
  valueAndGradients(
    (q: { readonly p: EncoderBlockParams; readonly x: tf.Tensor3D }) =>
      tf.mul<tf.Scalar>(0.5, sum('B T D -> ', square(block(q.p, q.x)))),
    { p, x },
  ),
);
await printStepTime(() => {
  const { value, gradients } = step(params, xs);
  finish([value, ...Object.values(flattenParams(gradients))]);
});
