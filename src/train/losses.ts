/**
 * Losses, the one number a model is trained to make small, and what a model believes of whole
 * lines: in nats, where nothing else is said.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  div,
  InputError,
  isRecording,
  logSoftmax,
  masked,
  mean,
  mul,
  neg,
  oneHot,
  pick,
  rearrange,
  shape,
  softmax,
  square,
  sub,
  sum,
  wrongInput,
} from '../core/index.js';

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
 * How surprised a language model is by the right next tokens, averaged over the real ones.
 *
 *   nats[b, t] = -logSoftmax(logits)[b, t, targets[b, t]]
 *   loss       = sum of mask * nats / sum of mask
 *
 * @param logits scores, one per token of the vocabulary, [B, T, V]
 * @param targets the right token at each place, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns mean surprise in nats per real token
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if a target is no token, or if no target is real
 */
export function sequenceLoss(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  const { B, T } = shape('B T V', logits, 'sequenceLoss logits');
  shape('B T', targets, 'sequenceLoss targets', { B, T });
  shape('B T', mask, 'sequenceLoss mask', { B, T });
  const real = sum('B T -> ', mask);
  if (!isRecording() && real.dataSync()[0] === 0) throw new InputError(onlyPadding());
  const logp = logpOfTargets(logits, targets, mask, 'sequenceLoss targets');
  return div(neg(sum('B T -> ', logp)), real);
}

/**
 * How likely a language model holds each line as a whole, so that lines can be ranked: the sum of
 * the log-probabilities of its real tokens. A product of as many probabilities would be too small
 * for a float; their logarithms add up.
 *
 *   logp[b] = sum over t of mask[b, t] * logSoftmax(logits)[b, t, targets[b, t]]
 *
 * @param logits scores, one per token of the vocabulary, [B, T, V]
 * @param targets the right token at each place, int32 in [0, V), [B, T]
 * @param mask 1 where the target is real, 0 where it is padding, [B, T]
 * @returns log-probability of each line in nats, at most 0; 0 for a line of padding alone, [B]
 * @throws ShapeError if logits, targets and mask disagree on B or T
 * @throws InputError if a target is no token
 */
export function sequenceLogProbability(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Tensor1D {
  const { B, T } = shape('B T V', logits, 'sequenceLogProbability logits');
  shape('B T', targets, 'sequenceLogProbability targets', { B, T });
  shape('B T', mask, 'sequenceLogProbability mask', { B, T });
  const logp = logpOfTargets(logits, targets, mask, 'sequenceLogProbability targets');
  return sum('B T -> B', logp);
}

/**
 * How far predicted numbers are from the true ones.
 *
 *   loss = mean over b of (predictions[b] - targets[b])^2
 *
 * A model that always predicts the targets' mean has their variance as loss: 1/6 = 0.1667 in the
 * adding problem, whose mean is 1.
 *
 * @param predictions [B]
 * @param targets the true numbers, [B]
 * @returns mean squared error, in the square of the targets' unit
 * @throws ShapeError if predictions and targets disagree on B
 * @throws InputError if there is no number
 */
export function meanSquaredError(predictions: tf.Tensor1D, targets: tf.Tensor1D): tf.Scalar {
  const { B } = shape('B', predictions, 'meanSquaredError predictions');
  shape('B', targets, 'meanSquaredError targets', { B });
  if (B === 0) throw new InputError(noNumber());
  return mean('B -> ', square(sub(predictions, targets)));
}

/** Log-probability of the right token at each place, 0 at padding, [B, T]. */
function logpOfTargets(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
  what: string,
): tf.Tensor2D {
  // 0 times a score that is infinite or NaN would be NaN, in the gradient too.
  const scores = masked(logits, rearrange('B T -> B T 1', mask), 0);
  const logp = pick('B T V, B T -> B T', logSoftmax(scores), targets, what);
  return mul(logp, mask);
}

const noRow = () =>
  wrongInput('crossEntropy logits', 'at least one row', 'none', 'Leave out empty batches.');

const noNumber = () =>
  wrongInput(
    'meanSquaredError predictions',
    'at least one number',
    'none',
    'Leave out empty batches.',
  );

const onlyPadding = () =>
  wrongInput(
    'sequenceLoss mask',
    'at least one real token',
    'only padding',
    'Leave out batches without tokens.',
  );
