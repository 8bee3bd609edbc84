// Your exercise file of lesson 00-start, "Tensors, shapes, and a gradient you can trust".
// Write the bodies of these functions; keep their names and parameters. Helpers of your own are welcome.
// Lines with @throws say what the library does with wrong input; that is not graded.
// To check one: await check('softmax') in the notebook, or ./unroll check softmax. For a hint: ./unroll hint softmax.
// Made by 'npm run lessons', which leaves this file alone as soon as you have changed it.
// [made b7f5885980927889]

import * as tf from '@tensorflow/tfjs-core';
import {
  InputError,
  Unsolved,
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
 *
 * Graded: values on 9 inputs; scores of +-10000; its gradient, taken by tfjs, with respect to x;
 * the law "a constant added to a row changes nothing".
 * May call: tfjs and src/core.
 * May not call: tf.softmax, tf.logSoftmax and tf.logSumExp; softmax of src/core; the functions of
 * other tasks, here and in src/core (this one is graded without them).
 */
export function softmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  throw new Unsolved('softmax');
}

/**
 * Logarithms of the softmax, row by row, without ever taking the logarithm of a rounded-off 0.
 *
 * @param x scores (logits) of any size, [..., V]
 * @returns log-probabilities in nats, at most 0, [..., V]; NaN in a row whose scores are all
 *   -Infinity
 *
 * Graded: values on 9 inputs; probabilities too small to hold; its gradient, taken by tfjs, with
 * respect to x; the law "exp of a row sums to 1". What the given code does right already earns no
 * points.
 * May call: tfjs and src/core.
 * May not call: tf.logSoftmax, tf.softmax and tf.logSumExp; logSoftmax of src/core; the functions
 * of other tasks, here and in src/core (this one is graded without them).
 */
export function logSoftmax<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  shape('... V', x, 'logSoftmax scores');
  const s = sub(x, max('... V -> ... 1', x));
  return log(div(exp(s), sum('... V -> ... 1', exp(s))));
}

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
 *
 * Graded: values on 11 inputs; its gradient, taken by tfjs, with respect to logits; the law "a
 * batch twice over costs the same".
 * May call: tfjs, src/core and logSoftmax (task log-softmax).
 * May not call: tf.losses, tf.logSoftmax, tf.softmax and tf.logSumExp; the functions of other
 * tasks, here and in src/core (this one is graded without them).
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  throw new Unsolved('cross-entropy');
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
 *
 * Graded: values on 6 inputs; the law "two calls of f for each entry".
 * May call: tfjs and src/core.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks, here and in src/core (this one is
 * graded without them).
 */
export function numericGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  step: number,
): tf.Tensor {
  throw new Unsolved('numeric-gradient');
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
 *
 * Graded: values on 6 inputs; its gradient, taken by tfjs, with respect to p.w, p.b and x.
 * May call: tfjs and src/core.
 * May not call: tf.layers; the functions of other tasks, here and in src/core (this one is graded
 * without them).
 */
export function dense<R extends tf.Rank>(p: DenseParams, x: tf.Tensor<R>): tf.Tensor<R> {
  throw new Unsolved('dense');
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
 * @param p weights `w` [I, F] and bias `b` [F]
 * @param x rows that were mapped, [B, I]
 * @param dy gradient of the loss with respect to the result of `dense`, [B, F]
 * @returns gradients of the loss: `dw` [I, F], `db` [F], `dx` [B, I]
 * @throws ShapeError if x, dy and the weights disagree on B, I or F
 *
 * Graded: gradients by hand on 7 inputs.
 * May call: tfjs and src/core.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks, here and in src/core (this one is
 * graded without them).
 */
export function denseBackward(p: DenseParams, x: tf.Tensor2D, dy: tf.Tensor2D): DenseGradients {
  throw new Unsolved('dense-backward');
}

/**
 * The gradient of `crossEntropy` with respect to its logits, by hand.
 *
 * @param logits scores, one per class, [B, C]
 * @param targets the right class of each row, int32 in [0, C), [B]
 * @returns gradient of the mean loss, each row sums to 0, [B, C]
 * @throws ShapeError if logits and targets disagree on B
 * @throws InputError if a target is no class
 *
 * Graded: gradients by hand on 12 inputs; the law "each row sums to 0".
 * May call: tfjs, src/core, softmax (task softmax) and logSoftmax (task log-softmax).
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.customGrad;
 * numericGradient of src/core; the functions of other tasks, here and in src/core (this one is
 * graded without them).
 */
export function crossEntropyBackward(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor2D {
  throw new Unsolved('cross-entropy-backward');
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
 *
 * Graded: values on 11 inputs; its gradient, taken by tfjs, with respect to table; the laws "more
 * padding changes nothing" and "the order does not matter".
 * May call: tfjs and src/core.
 * May not call: tf.layers; the functions of other tasks, here and in src/core (this one is graded
 * without them).
 */
export function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
  throw new Unsolved('mean-of-embeddings');
}

/**
 * Chains layers into one: the first is applied first, each next one to what came out before it.
 *
 *   serial(f, g, h)(x) = h(g(f(x)))
 *
 * @param layers functions of one argument; without any, the chain changes nothing
 * @returns a function that applies them in order
 *
 * Graded: the laws "the first layer comes first", "a chain of chains is one chain", "a chain can be
 * used again", "no layers change nothing, and one does what it does" and "no layer runs before x
 * comes".
 * May call: tfjs and src/core.
 * May not call: the functions of other tasks, here and in src/core (this one is graded without
 * them).
 */
export function serial<X>(...layers: ((x: X) => X)[]): (x: X) => X {
  throw new Unsolved('serial');
}
