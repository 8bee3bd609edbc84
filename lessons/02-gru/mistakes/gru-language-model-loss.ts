import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  div,
  einsum,
  logSoftmax,
  lookup,
  mean,
  mul,
  neg,
  oneHot,
  stack,
  sub,
  sum,
  transpose,
  unstack,
} from '../../../src/core/index.js';
import { dense } from '../../../src/layers/dense.js';
import { gruForward } from '../../../src/layers/gru.js';
import type { GruLanguageModelParams } from '../../../src/models/gru-language-model.js';

/** The scores at every place, [B T, V], read on from a first state. */
function scores(
  p: GruLanguageModelParams,
  inputs: tf.Tensor2D,
  h0: tf.Tensor2D = tf.zeros([inputs.shape[0], p.output.w.shape[0]]),
): tf.Tensor2D {
  const [B, T] = inputs.shape;
  const states = gruForward(p.layer, lookup(p.table, inputs), h0);
  return dense(p.output, tf.reshape<tf.Rank.R2>(states, [B * T, p.output.w.shape[0]]));
}

/** Of [B T, V] what belongs to the targets, [B, T]. */
function picked(of: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor2D {
  const [B, T] = targets.shape;
  const isTarget = oneHot(tf.reshape<tf.Rank.R1>(targets, [B * T]), of.shape[1]);
  return tf.reshape<tf.Rank.R2>(sum('N V -> N', mul(of, isTarget)), [B, T]);
}

/** The surprises at real places, and their mean. */
function meanSurprise(logp: tf.Tensor2D, targets: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar {
  return div(neg(sum('B T -> ', mul(picked(logp, targets), mask))), sum('B T -> ', mask));
}

export const bank: MistakeBank = {
  mistakes: {
    'mask-ignored': {
      place: 'Change a target at a place of padding. Does the loss move?',
      probe:
        'With a mask of ones all is right. What happens to your loss when one entry becomes 0?',
      cause:
        'The mask is not used: the model is punished for not foreseeing padding. Multiply the log-probabilities of the targets by the mask, and divide by its sum.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
      ): tf.Scalar {
        return neg(mean('B T -> ', picked(logSoftmax(scores(p, inputs)), targets)));
      },
    },
    'divided-by-all-places': {
      place: 'Padding adds nothing to the sum. Look at what the sum is divided by.',
      probe:
        'Put two columns of padding behind a batch. The loss should stay. Does yours get smaller?',
      cause:
        'mean divides by all B T places, padding included, so a batch with much padding looks better than it is. Divide by the number of real tokens: the sum of the mask.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = picked(logSoftmax(scores(p, inputs)), targets);
        return neg(mean('B T -> ', mul(logp, mask)));
      },
    },
    'only-the-divisor-masked': {
      place: 'Change a target at a place of padding. Does the loss move?',
      probe: 'Which two things does the mask belong to: the sum, what it is divided by, or both?',
      cause:
        'The sum is divided by the number of real tokens but runs over padding too. Multiply by the mask before adding up.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = picked(logSoftmax(scores(p, inputs)), targets);
        return div(neg(sum('B T -> ', logp)), sum('B T -> ', mask));
      },
    },
    'id-0-for-the-mask': {
      place: 'On most inputs all is right. What tells you which targets are real?',
      probe: 'Put another id than 0 at a place that the mask leaves out. Does your loss move?',
      cause:
        'Targets with id 0 are left out, and the mask is not looked at. The two agree only where padding is written as 0 and nothing else is. The mask says what is real: multiply by it, and divide by its sum.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
      ): tf.Scalar {
        const real = tf.cast<tf.Tensor2D>(tf.notEqual(targets, 0), 'float32');
        return meanSurprise(logSoftmax(scores(p, inputs)), targets, real);
      },
    },
    'bits-for-nats': {
      place: 'Your loss is too large by the same factor everywhere. Which unit is it in?',
      probe: 'A model of zeros costs ln V a token. Is yours log2 V?',
      cause:
        'The loss is in bits. That is the unit in which it is told; training wants nats, as the contract says: leave out the division by ln 2.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return div(meanSurprise(logSoftmax(scores(p, inputs)), targets, mask), Math.LN2);
      },
    },
    'inputs-masked-instead': {
      place: 'Change a target at a place of padding. Does the loss move?',
      probe:
        'A token that is not read still leaves a state behind it. What does that state predict?',
      cause:
        'The mask is applied to what is read and not to what is foreseen. Nothing is left out of the loss that way: multiply the log-probabilities of the targets by the mask.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const [B, T] = inputs.shape;
        const U = p.output.w.shape[0];
        const read = einsum('B T D, B T -> B T D', lookup(p.table, inputs), mask);
        const states = gruForward(p.layer, read, tf.zeros([B, U]));
        const rows = tf.reshape<tf.Rank.R2>(states, [B * T, U]);
        const logp = picked(logSoftmax(dense(p.output, rows)), targets);
        return div(neg(sum('B T -> ', logp)), sum('B T -> ', mask));
      },
    },
    'softmax-over-places': {
      place: 'At one place of one line, which numbers should have probabilities that sum to 1?',
      probe: 'With one line of one token, your loss is 0 whatever the scores. Why?',
      cause:
        'The softmax runs over the places and not over the vocabulary: the places compete with each other, where the tokens should. V has to be the last axis of what logSoftmax is given.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = transpose(logSoftmax(transpose(scores(p, inputs))));
        return meanSurprise(logp, targets, mask);
      },
    },
    'state-of-ones': {
      place: 'With one line of one token your loss is off already. What goes into the first step?',
      probe:
        'With one token only, the state before it is all there is besides the input. What is it in yours?',
      cause:
        'The first state is all ones. Nothing has been read before a line begins: tf.zeros([B, U]).',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const h0: tf.Tensor2D = tf.ones([inputs.shape[0], p.output.w.shape[0]]);
        return meanSurprise(logSoftmax(scores(p, inputs, h0)), targets, mask);
      },
    },
    'lines-read-as-one': {
      place: 'With one line all is right, with two it is not.',
      probe:
        'Exchange the two lines of a batch, targets and mask with them. Does your loss change?',
      cause:
        'All lines are read one behind the other, so each starts from the state in which the line above ended. They are B lines of their own, each from zeros.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const [B, T] = inputs.shape;
        const all = tf.reshape<tf.Rank.R2>(inputs, [1, B * T]);
        return meanSurprise(logSoftmax(scores(p, all)), targets, mask);
      },
    },
    'time-and-batch-exchanged': {
      place: 'With one line all is right. In which order do the rows lie when you reshape?',
      probe:
        'Two lines of three places are six rows. Which line does your second row belong to, and which its target?',
      cause:
        'The states are laid out time first, the targets line by line, so each score is compared with the target of another place. Reshape [B, T, U] as it is.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const [B, T] = inputs.shape;
        const U = p.output.w.shape[0];
        const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([B, U]));
        const rows = tf.reshape<tf.Rank.R2>(stack(unstack(states, 1), 0), [B * T, U]);
        return meanSurprise(logSoftmax(dense(p.output, rows)), targets, mask);
      },
    },
    'bias-of-dense-missing': {
      place:
        'Change the weights of the model one after the other. Does each of them change your loss?',
      probe:
        'A model of zeros but for a bias of log 3 at token 2 gives that token the probability 3 / (V + 2). And in yours?',
      cause:
        'The states are multiplied by output.w and the bias is left out: the model could not even learn which tokens are frequent. dense adds it.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const output = { w: p.output.w, b: tf.zerosLike(p.output.b) };
        return meanSurprise(logSoftmax(scores({ ...p, output }, inputs)), targets, mask);
      },
    },
    'inputs-for-targets': {
      place: 'Which tokens does your loss ask for?',
      probe: 'Change a target. Does your loss change?',
      cause:
        'The loss is taken at the inputs: the model is asked to repeat what it has just read. It is to foresee the targets.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        _targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return meanSurprise(logSoftmax(scores(p, inputs)), inputs, mask);
      },
    },
    'per-line': {
      place: 'Look at what the sum is divided by.',
      probe: 'One line of three tokens, each costing 1 nat: the loss is 1. Is yours 3?',
      cause:
        'The sum is divided by the number of lines. That makes long lines look worse than short ones. Divide by the number of real tokens.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = picked(logSoftmax(scores(p, inputs)), targets);
        return div(neg(sum('B T -> ', mul(logp, mask))), inputs.shape[0]);
      },
    },
    'mean-of-line-means': {
      place: 'With lines of equal length all is right. Look at a short line beside a long one.',
      probe:
        'One line of 1 token costs 3 nats, another of 3 tokens costs 1 nat each: 6 nats for 4 tokens. What is your mean?',
      cause:
        'Each line is averaged first and the averages are averaged after, so a token in a short line counts more than one in a long line, and a line without a token is 0 / 0. Add up everything, then divide once.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = picked(logSoftmax(scores(p, inputs)), targets);
        return neg(mean('B -> ', div(sum('B T -> B', mul(logp, mask)), sum('B T -> B', mask))));
      },
    },
    'targets-read': {
      place: 'Which tokens does your model read, and which does it foresee?',
      probe: 'Change an input. Does your loss change?',
      cause:
        'The model reads the targets: it is shown what it is asked for, and would learn to copy. Look up the rows of the inputs.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        _inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return meanSurprise(logSoftmax(scores(p, targets)), targets, mask);
      },
    },
    'sum-for-mean': {
      place: 'Is your loss larger for a longer line of the same kind?',
      probe: 'Put the batch below itself once more. The loss should stay. Does yours double?',
      cause:
        'This is the sum over all real tokens. Divide by their number, or the size of the batch decides how large a step the training takes.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const logp = picked(logSoftmax(scores(p, inputs)), targets);
        return neg(sum('B T -> ', mul(logp, mask)));
      },
    },
    'sign-missing': {
      place: 'Is your loss negative?',
      probe: 'The logarithm of a probability is at most 0. What is a surprise?',
      cause:
        'This is the mean log-probability. Training makes a loss as small as it can, so the model would learn to be wrong. Turn the sign.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return neg(meanSurprise(logSoftmax(scores(p, inputs)), targets, mask));
      },
    },
    'scores-without-softmax': {
      place: 'Add 1 to all of output.b. Does your loss change?',
      probe: 'Scores of 0 for all V tokens cost log V nats. Is yours 0?',
      cause:
        'The scores are taken for log-probabilities, and training could lower the loss for ever by raising them all. logSoftmax makes probabilities of them first.',
      run: function gruLanguageModelLoss(
        p: GruLanguageModelParams,
        inputs: tf.Tensor2D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return meanSurprise(scores(p, inputs), targets, mask);
      },
    },
  },
  variants: {
    'weights-of-places': function gruLanguageModelLoss(
      p: GruLanguageModelParams,
      inputs: tf.Tensor2D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const nats = neg(picked(logSoftmax(scores(p, inputs)), targets));
      return sum('B T -> ', mul(nats, div(mask, tf.sum<tf.Scalar>(mask))));
    },
    'step-by-step': function gruLanguageModelLoss(
      p: GruLanguageModelParams,
      inputs: tf.Tensor2D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const [U, V] = p.output.w.shape;
      const states = gruForward(p.layer, lookup(p.table, inputs), tf.zeros([inputs.shape[0], U]));
      const right = unstack(targets, 1);
      const logp = unstack(states, 1).map((h, t) => {
        const hot = oneHot(right[t] ?? tf.tensor1d([], 'int32'), V);
        return sum('B V -> B', mul(logSoftmax(dense(p.output, h)), hot));
      });
      return div(neg(sum('B T -> ', mul(stack(logp, 1), mask))), sum('B T -> ', mask));
    },
    'logarithm-of-the-sum': function gruLanguageModelLoss(
      p: GruLanguageModelParams,
      inputs: tf.Tensor2D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const [B, T] = inputs.shape;
      const logits = scores(p, inputs);
      const all = tf.reshape<tf.Rank.R2>(tf.logSumExp(logits, 1), [B, T]);
      const kept = tf.cast<tf.Tensor2D>(mask, 'bool');
      const nats = sub(all, picked(logits, targets));
      const real: tf.Tensor2D = tf.where(kept, nats, tf.zerosLike(nats));
      return div(tf.sum<tf.Scalar>(real), tf.sum<tf.Scalar>(mask));
    },
  },
};
