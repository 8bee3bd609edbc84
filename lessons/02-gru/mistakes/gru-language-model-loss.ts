import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  div,
  logSoftmax,
  lookup,
  mul,
  neg,
  oneHot,
  stack,
  sub,
  sum,
  unstack,
} from '../../../src/core/index.js';
import { dense } from '../../../src/layers/dense.js';
import { gruForward } from '../../../src/layers/gru.js';
import type { gruLanguageModelLoss } from '../../../src/models/gru-language-model.js';

export const bank: MistakeBank<typeof gruLanguageModelLoss> = {
  mistakes: {
    'mask-ignored': {
      edit: { 'targets, mask)': 'targets, tf.onesLike(mask))' },
      place: 'Change a target at a place of padding. Does the loss move?',
      probe:
        'With a mask of ones all is right. What happens to your loss when one entry becomes 0?',
      cause:
        'You do not use the mask, so the model pays for not predicting padding. Multiply the log-probabilities of the targets by the mask, and divide by its sum.',
    },
    'divided-by-all-places': {
      edit: {
        'return sequenceLoss(': "return mul(mean('B T -> ', mask), sequenceLoss(",
        'targets, mask)': 'targets, mask))',
      },
      place: 'Padding adds nothing to the sum. Look at what you divide the sum by.',
      probe: 'Add two columns of padding to a batch. The loss should stay. Does yours get smaller?',
      cause:
        'mean divides by all B T places, padding included, so a batch with much padding looks better than it is. Divide by the number of real tokens: the sum of the mask.',
    },
    'time-and-batch-exchanged': {
      edit: { 'reshape(states, [': 'reshape(tf.transpose(states, [1, 0, 2]), [' },
      place: 'With one line all is right. In which order are the rows when you reshape?',
      probe:
        'Two lines of three places are six rows. Which line does your second row belong to, and which its target?',
      cause:
        'Your states come time first, the targets line by line, so each score is compared with the target of another place. Reshape [B, T, U] as it is.',
    },
    'targets-shifted-twice': {
      edit: {
        'tf.reshape(scores, [B, T, V]), targets, mask':
          'tf.slice(tf.reshape(scores, [B, T, V]), [0, 0, 0], [B, T - 1, V]), ' +
          'tf.slice(targets, [0, 1]), tf.slice(mask, [0, 1])',
      },
      place: 'Change the first target of a line. Does your loss move?',
      probe:
        'The targets of a line are its inputs one place later. Which token does the first score predict in yours?',
      cause:
        'targets[b, t] is already the token that follows inputs[b, t]. You shift once more and predict the token after the next. Compare the scores at t with the targets at t.',
    },
    'mask-inverted': {
      edit: { 'targets, mask)': 'targets, rsub(1, mask))' },
      place: 'Change a target at a real place. Does your loss move?',
      probe: 'The mask is 1 where the target is real. Which places count in yours?',
      cause:
        'You use the mask the wrong way round: only padding counts. Multiply by the mask itself, and divide by its sum.',
    },
    'logarithm-of-softmax': {
      edit: {
        'dense(p.output, tf.reshape(states, [B * T, U]))':
          'log(softmax(dense(p.output, tf.reshape(states, [B * T, U]))))',
      },
      place: 'All is right while the scores are close together. What if they lie far apart?',
      probe: 'With scores 0 and 1000 and the first as target, the loss is 1000. What is yours?',
      cause:
        'You take the logarithm after the softmax. A probability of e^-1000 is 0 as a number, and log 0 is -Infinity. logSoftmax computes both at once, without the 0.',
    },
    'sign-missing': {
      edit: {
        'return sequenceLoss(': 'return neg(sequenceLoss(',
        'targets, mask)': 'targets, mask))',
      },
      place: 'Is your loss negative?',
      probe: 'The logarithm of a probability is at most 0. What is a surprise?',
      cause:
        'This is the mean log-probability. Training makes a loss as small as it can, so the model would learn to be wrong. Change the sign.',
    },
  },
  variants: {
    'step-by-step': (p, inputs, targets, mask) => {
      const [U, V] = p.output.w.shape;
      const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([inputs.shape[0], U]));
      const steps = unstack(states, 1);
      const logp = unstack(targets, 1).map((right, t) => {
        const h: tf.Tensor2D = steps[t] ?? tf.zeros([inputs.shape[0], U]);
        const hot = oneHot(right, V);
        return sum('B V -> B', mul(logSoftmax(dense(p.output, h)), hot));
      });
      return div(neg(sum('B T -> ', mul(stack(logp, 1), mask))), sum('B T -> ', mask));
    },
    'logarithm-of-the-sum': (p, inputs, targets, mask) => {
      const [B, T] = inputs.shape;
      const [U, V] = p.output.w.shape;
      const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([B, U]));
      const logits = dense(p.output, tf.reshape<tf.Rank.R2>(states, [B * T, U])); // [B T, V]
      const hot = oneHot(tf.reshape<tf.Rank.R1>(targets, [B * T]), V);
      const all: tf.Tensor1D = tf.logSumExp(logits, 1);
      const nats = sub(all, sum('N V -> N', mul(logits, hot)));
      const kept = tf.reshape<tf.Rank.R1>(mask, [B * T]);
      const real: tf.Tensor1D = tf.where(tf.cast(kept, 'bool'), nats, tf.zerosLike(nats));
      return div(tf.sum<tf.Scalar>(real), tf.sum<tf.Scalar>(mask));
    },
  },
};
