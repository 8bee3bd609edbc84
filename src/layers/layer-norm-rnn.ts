import type * as tf from '@tensorflow/tfjs-core';
import { add, einsum, shape, tanh, tidy, type Rng } from '../core/index.js';
import { initLayerNorm, layerNorm, type LayerNormParams } from './norm.js';
import { recurrent, type RecurrentConfig } from './recurrent.js';
import { initRnn } from './rnn.js';

/** Weights of a layer-normalised recurrent layer of U units that reads I numbers per step. */
export type LayerNormRnnParams = {
  /** Input to hidden, [I, U]. */
  readonly wIh: tf.Tensor2D;
  /** Hidden to hidden, [U, U]. */
  readonly wHh: tf.Tensor2D;
  /** Gain and bias of what tanh is given, [U] each. */
  readonly norm: LayerNormParams;
};

/** Weights as `initRnn` draws them; gain 1, bias 0. */
export function initLayerNormRnn(config: RecurrentConfig, rng: Rng): LayerNormRnnParams {
  return tidy(() => {
    const { wIh, wHh } = initRnn(config, rng);
    return { wIh, wHh, norm: initLayerNorm({ width: config.hiddenSize }) };
  });
}

/**
 * One step of a recurrent network that normalises before tanh, so that no number of steps makes its
 * sums grow or shrink.
 *
 *   h' = tanh(layerNorm(norm, x wIh + h wHh))
 *
 * Source: Ba, Kiros and Hinton 2016, arXiv 1607.06450, equation 4.
 *
 * @param p weights `wIh` [I, U], `wHh` [U, U], and `norm` with gain and bias [U]
 * @param x input at this step, [B, I]
 * @param h state before this step, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, h and the weights disagree on B, I or U
 */
export function layerNormRnnCell(
  p: LayerNormRnnParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
): tf.Tensor2D {
  const { B } = shape('B I', x, 'layerNormRnnCell x', { I: p.wIh.shape[0] });
  shape('B U', h, 'layerNormRnnCell h', { B, U: p.wHh.shape[0] });
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  return tanh(layerNorm(p.norm, add(fromInput, fromState)));
}

/** The layer-normalised recurrent network as a layer. */
export const layerNormRnn = recurrent({ init: initLayerNormRnn, cell: layerNormRnnCell });
