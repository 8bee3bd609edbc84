import type * as tf from '@tensorflow/tfjs-core';
import {
  add,
  concat,
  einsum,
  mul,
  shape,
  sigmoid,
  split,
  sub,
  tanh,
  type Rng,
} from '../core/index.js';
import { initGru } from './gru.js';
import { initLayerNorm, layerNorm, type LayerNormParams } from './norm.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';

/**
 * Weights of a layer-normalised GRU of U units that reads I numbers per step; gates packed r, z, n,
 * so G = 3 U.
 */
export type LayerNormGruParams = {
  /** Input to gates, [I, G]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to gates, [U, G]. */
  readonly wHh: tf.Tensor2D;
  /** Of what the input gives r and z, [2 U] each. */
  readonly normIrz: LayerNormParams;
  /** Of what the state gives r and z, [2 U] each. */
  readonly normHrz: LayerNormParams;
  /** Of what the input gives n, [U] each. */
  readonly normIn: LayerNormParams;
  /** Of what the state gives n, [U] each: its share stands inside r. */
  readonly normHn: LayerNormParams;
};

/** Weights as `initGru` draws them; gains 1, biases 0. */
export function initLayerNormGru(config: RecurrentConfig, rng: Rng): LayerNormGruParams {
  const { wIh, wHh } = initGru(config, rng);
  const width = config.hiddenSize;
  return {
    wIh,
    wHh,
    normIrz: initLayerNorm({ width: 2 * width }),
    normHrz: initLayerNorm({ width: 2 * width }),
    normIn: initLayerNorm({ width }),
    normHn: initLayerNorm({ width }),
  };
}

/**
 * One step of a GRU that normalises what the input and what the state give its gates, each by
 * itself: maps (x, h) to the next h.
 *
 *   [r, z] = sigmoid(layerNorm(normIrz, x [Wir, Wiz]) + layerNorm(normHrz, h [Whr, Whz]))
 *   n      = tanh(layerNorm(normIn, x Win) + r * layerNorm(normHn, h Whn))
 *   h'     = (1 - z) * n + z * h
 *
 * Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450, supplementary material on order embeddings
 * and skip-thoughts. Variant: one norm over both gates, as there; z keeps the old state as in
 * `gruCell`, where the paper's equation lets it go.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G], gates packed r, z, n, so G = 3 U; norms with gain
 *   and bias, `normIrz` and `normHrz` [2 U], `normIn` and `normHn` [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function layerNormGruCell(
  p: LayerNormGruParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
): tf.Tensor2D {
  const { B } = shape('B I', x, 'layerNormGruCell x', { I: p.wIh.shape[0] });
  shape('B U', h, 'layerNormGruCell h', { B, U: p.wHh.shape[0] });
  const [xr, xz, xn] = split(einsum('B I, I G -> B G', x, p.wIh), 3, 1); // each [B, U]
  const [hr, hz, hn] = split(einsum('B U, U G -> B G', h, p.wHh), 3, 1); // each [B, U]
  const fromInput = layerNorm(p.normIrz, concat([xr, xz], 1)); // [B, 2 U]
  const fromState = layerNorm(p.normHrz, concat([hr, hz], 1)); // [B, 2 U]
  const [r, z] = split(sigmoid(add(fromInput, fromState)), 2, 1); // each [B, U]
  const n = tanh(add(layerNorm(p.normIn, xn), mul(r, layerNorm(p.normHn, hn))));
  return add(n, mul(z, sub(h, n))); // (1 - z) n + z h
}

/** The layer-normalised GRU as a layer. */
export const layerNormGru = recurrent({ init: initLayerNormGru, cell: layerNormGruCell });
