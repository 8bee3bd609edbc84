// The answer key of lesson 00-start, "Tensors, shapes, and a gradient you can trust": the library's own functions.
// Made by 'npm run lessons' from src: change the functions there, not here.

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  add,
  div,
  einsum,
  exp,
  log,
  lookup,
  max,
  mean,
  neg,
  oneHot,
  pick,
  shape,
  sub,
  sum,
  wrongInput,
} from '../src/core/index.js';

/** Changes only rows that are all -Infinity, which `masked` makes: their probabilities are 0. */
function atLeast<R extends tf.Rank>(bound: number, x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.maximum(x, bound);
}

/** The lowest finite number of single precision. Other libraries mask scores with it. */
const lowest = -3.4028234663852886e38;

/**
 * Probabilities from scores, row by row.
 *
 *   p[b, v] = exp(x[b, v] - m[b]) / sum over w of exp(x[b, w] - m[b])
 *   m[b]    = max over w of x[b, w]
 *
 * Taking the row's maximum away changes nothing in exact arithmetic and keeps exp from overflowing.
 *
 * Source: Bridle 1990, "Probabilistic interpretation of feedforward classification network
 * outputs".
 *
 * @param x scores (logits) of any size, [..., V]
 * @returns probabilities in [0, 1], [..., V]; each row sums to 1, or is all zeros where every score
 *   is -Infinity
 */
export function softmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... V', x, 'softmax scores');
  const m = atLeast(lowest, max('... V -> ... 1', x));
  const e = exp(sub(x, m)); // [..., V]
  return div(e, atLeast(1, sum('... V -> ... 1', e)));
}

/**
 * Logarithms of the softmax, row by row, without ever taking the logarithm of a rounded-off 0.
 *
 *   logp[b, v] = s[b, v] - log(sum over w of exp(s[b, w]))
 *   s[b, v]    = x[b, v] - max over w of x[b, w]
 *
 * @param x scores (logits) of any size, [..., V]
 * @returns log-probabilities in nats, at most 0, [..., V]; NaN in a row whose scores are all
 *   -Infinity
 */
export function logSoftmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... V', x, 'logSoftmax scores');
  const s = sub(x, max('... V -> ... 1', x)); // [..., V]
  return sub(s, log(sum('... V -> ... 1', exp(s))));
}

const noRow = () =>
  wrongInput('crossEntropy logits', 'at least one row', 'none', 'Leave out empty batches.');

/**
 * How surprised a classifier is by the right classes, averaged over the batch.
 *
 *   loss = -mean over b of logp[b, targets[b]],   logp = logSoftmax(logits)
 *
 * @param logits scores, one per class, [B, C]
 * @param targets the right class of each row, int32 in [0, C), [B]
 * @returns mean surprise in nats, at least 0; log C for a model that knows nothing
 * @throws ShapeError if logits and targets disagree on B
 * @throws InputError if a target is no class, or if there is no row
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  const { B } = shape('B C', logits, 'crossEntropy logits');
  shape('B', targets, 'crossEntropy targets', { B });
  if (B === 0) throw new InputError(noRow());
  const logp = logSoftmax(logits); // [B, C]
  const ofTargets = pick('B C, B -> B', logp, targets, 'crossEntropy targets');
  return neg(mean('B -> ', ofTargets));
}

/**
 * The gradient of a scalar function by central differences, one entry at a time.
 *
 *   g[i] = (f(x + step e[i]) - f(x - step e[i])) / (2 step),   e[i] being 1 at entry i, else 0
 *
 * Its error falls with step squared until rounding, which grows as 1 / step, takes over.
 *
 * @param f maps a tensor shaped like x to a scalar
 * @param x where the gradient is taken, any shape
 * @param step half the distance between the two points, in the unit of x
 * @returns df/dx, shaped like x
 */
export function numericGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  step: number,
): tf.Tensor {
  const values = Array.from(x.dataSync());
  const at = (i: number, moved: number) =>
    tf.tidy(() => {
      const point = values.map((value, j) => (j === i ? value + moved : value));
      return f(tf.tensor(point, x.shape, 'float32')).dataSync()[0] ?? NaN;
    });
  const gradient = values.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
  return tf.tensor(gradient, x.shape, 'float32');
}

/** Weights of an affine map from I to F numbers. */
export type DenseParams = {
  /** [I, F] */
  readonly w: tf.Tensor2D;
  /** [F] */
  readonly b: tf.Tensor1D;
};

/**
 * A dense layer: an affine map of every row, be it in a batch [B, I] or in sequences [B, T, I].
 *
 *   y[b, f] = sum over i of x[b, i] w[i, f] + bias[f]
 *
 * @param p weights `w` [I, F] and bias `b` [F]
 * @param x rows to map, [..., I]
 * @returns mapped rows, [..., F]
 * @throws ShapeError if x and the weights disagree on I
 */
export function dense<R extends tf.Rank>(p: DenseParams, x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... I', x, 'dense x', { I: p.w.shape[0] });
  return add(einsum('... I, I F -> ... F', x, p.w), p.b);
}

/** What `denseBackward` returns: one gradient for each thing that `dense` was given. */
export type DenseGradients = {
  /** [I, F] */
  readonly dw: tf.Tensor2D;
  /** [F] */
  readonly db: tf.Tensor1D;
  /** [B, I] */
  readonly dx: tf.Tensor2D;
};

/**
 * Takes a gradient back through `dense`: from the result to weights, bias and input.
 *
 *   dw[i, f] = sum over b of x[b, i] dy[b, f]
 *   db[f]    = sum over b of dy[b, f]
 *   dx[b, i] = sum over f of dy[b, f] w[i, f]
 *
 * @param p weights `w` [I, F] and bias `b` [F]
 * @param x rows that were mapped, [B, I]
 * @param dy gradient of the loss with respect to the result of `dense`, [B, F]
 * @returns gradients of the loss: `dw` [I, F], `db` [F], `dx` [B, I]
 * @throws ShapeError if x, dy and the weights disagree on B, I or F
 */
export function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
  const { B } = shape('B I', x, 'denseBackward x', { I: p.w.shape[0] });
  shape('B F', dy, 'denseBackward dy', { B, F: p.w.shape[1] });
  return {
    dw: einsum('B I, B F -> I F', x, dy),
    db: sum('B F -> F', dy),
    dx: einsum('B F, I F -> B I', dy, p.w),
  };
}

/**
 * The gradient of `crossEntropy` with respect to its logits, by hand.
 *
 *   dlogits[b, c] = (softmax(logits)[b, c] - (1 if c is targets[b], else 0)) / B
 *
 * @param logits scores, one per class, [B, C]
 * @param targets the right class of each row, int32 in [0, C), [B]
 * @returns gradient of the mean loss, each row sums to 0, [B, C]
 * @throws ShapeError if logits and targets disagree on B
 * @throws InputError if a target is no class
 */
export function crossEntropyBackward(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor2D {
  const { B, C } = shape('B C', logits, 'crossEntropyBackward logits');
  shape('B', targets, 'crossEntropyBackward targets', { B });
  return div(sub(softmax(logits), oneHot(targets, C, 'crossEntropyBackward targets')), B);
}

/**
 * Averages the embeddings of each row's tokens. Padding (id 0) does not count: neither its vector
 * in the sum nor its place in the number of tokens.
 *
 *   y[b, d] = sum over t with ids[b, t] != 0 of table[ids[b, t], d] / number of such t
 *
 * @param table one row per token, [V, D]
 * @param ids int32 ids in [0, V), 0 being padding, [B, T]
 * @returns one mean per row, [B, D]; zeros for a row that is all padding
 * @throws InputError if an id is outside the table
 */
export function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
  shape('B T', ids, 'meanOfEmbeddings ids');
  const real = tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32'); // [B, T]
  const total = einsum('B T, B T D -> B D', real, lookup(table, ids, 'meanOfEmbeddings ids'));
  const count = sum('B T -> B 1', real);
  return div(total, tf.maximum<tf.Tensor2D>(count, 1));
}

/**
 * Chains layers into one: the first is applied first, each next one to what came out before it.
 *
 *   serial(f, g, h)(x) = h(g(f(x)))
 *
 * @param layers functions of one argument; without any, the chain changes nothing
 * @returns a function that applies them in order
 */
export function serial<X>(...layers: ((x: X) => X)[]): (x: X) => X {
  return (x) => layers.reduce((y, layer) => layer(y), x);
}
