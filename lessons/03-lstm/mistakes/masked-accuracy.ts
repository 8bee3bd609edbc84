import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, div, einsum, mean, mul, rsub, shape, sum, unstack } from '../../../src/core/index.js';

/** 1 where the highest score is that of the target, else 0. */
function rightOf(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Tensor2D {
  return tf.cast(tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets), 'float32');
}

export const bank: MistakeBank = {
  mistakes: {
    'mean-of-the-lines': {
      place:
        'Without padding it is right, and so is a batch of one line. Look at what a short line weighs.',
      probe:
        'A line of one word, tagged rightly, and a line of nine, none of them right: 1 of 10 words. What is yours?',
      cause:
        'Each line gets an accuracy of its own, and then the lines are averaged: the word of a short line weighs more than the word of a long one. Add up the right words of all lines, add up the real words of all lines, and divide once.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const { B, T } = shape('B T C', logits, 'maskedAccuracy logits');
        shape('B T', targets, 'maskedAccuracy targets', { B, T });
        shape('B T', mask, 'maskedAccuracy mask', { B, T });
        const real = tf.cast(mask, 'float32');
        const tokens = tf.maximum<tf.Tensor1D>(sum('B T -> B', real), 1);
        const right = tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets);
        return mean('B -> ', div(sum('B T -> B', mul(real, right)), tokens));
      },
    },
    'divided-by-all-places': {
      place: 'Without padding it is right. Look at what the right words are divided by.',
      probe:
        'Take one line of two words, both tagged rightly: 1. Now add two places of padding behind it. What should it be, and what is yours?',
      cause:
        'The right words are divided by B T, all places. Divide by the number of words, the sum of the mask.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return mean('B T -> ', mul(mask, rightOf(logits, targets)));
      },
    },
    'mask-ignored': {
      place: 'Change a target at a place of padding. Does the accuracy move?',
      probe: 'With a mask of ones all is right. What happens to yours when an entry becomes 0?',
      cause:
        'The mask is not used. A model soon learns to say "padding" at padding, and those right answers are counted too: take right answers at words alone, and divide by the number of words.',
      run: function maskedAccuracy(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Scalar {
        return mean('B T -> ', rightOf(logits, targets));
      },
    },
    'only-the-divisor-masked': {
      place: 'Can your accuracy be larger than 1?',
      probe:
        'Of one line of two words and two places of padding let all four be right. What is yours?',
      cause:
        'Right answers are counted everywhere, words only at words. Multiply by the mask before you count.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return div(sum('B T -> ', rightOf(logits, targets)), sum('B T -> ', mask));
      },
    },
    'scores-masked': {
      place: 'What is the mask multiplied with?',
      probe:
        'At padding the scores become 0 for all classes. Which class does argMax then name, and which is the target there?',
      cause:
        'The mask is put on the scores. Then argMax says class 0 at padding, the target there often is 0 too, and it counts as right. Mask the right answers, not the scores, and divide by the number of words.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const masked = einsum('B T C, B T -> B T C', logits, mask);
        return mean('B T -> ', rightOf(masked, targets));
      },
    },
    'padding-made-right': {
      place: 'Add a place of padding to each line. Does your accuracy rise?',
      probe: 'A line of one word, tagged wrongly, and nine places of padding: 0. What is yours?',
      cause:
        'Both the answers and the targets are set to 0 at padding, so there they agree, and that counts as right. Mask the right answers instead, and divide by the number of words.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const real = tf.cast(mask, 'int32');
        const said = tf.mul<tf.Tensor2D>(tf.argMax(logits, 2), real);
        const right = tf.cast(tf.equal<tf.Tensor2D>(said, tf.mul(targets, real)), 'float32');
        return mean('B T -> ', right);
      },
    },
    'padding-right-among-words': {
      place: 'Can your accuracy be larger than 1?',
      probe:
        'A line of one word, tagged wrongly, and nine places of padding: 0. How many right answers do you count?',
      cause:
        'Both the answers and the targets are set to 0 at padding, so there they agree, and each such place is counted as a right word. Multiply what is right by the mask instead.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const real = tf.cast(mask, 'int32');
        const said = tf.mul<tf.Tensor2D>(tf.argMax(logits, 2), real);
        const right = tf.cast(tf.equal<tf.Tensor2D>(said, tf.mul(targets, real)), 'float32');
        return div(sum('B T -> ', right), sum('B T -> ', mask));
      },
    },
    'mask-turned-round': {
      place: 'Take a batch without padding. What do you divide by?',
      probe:
        'A line of one word, tagged rightly, and a place of padding: 1, whatever is said there. What decides in yours?',
      cause:
        'You count where the mask is 0, at padding, as with a mask of PyTorch in which true says "leave this out". Here 1 says that there is a word.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const left = rsub(1, mask);
        return div(sum('B T -> ', mul(left, rightOf(logits, targets))), sum('B T -> ', left));
      },
    },
    'mask-from-the-targets': {
      place: 'Change the mask. Does the accuracy move?',
      probe:
        'Class 0 is a class like any other: a word whose right class is 0 counts. Does it in yours?',
      cause:
        'You leave out the words whose target is 0. Padding has id 0 among the words; among the classes 0 has a meaning of its own. What counts is for the mask to say.',
      run: function maskedAccuracy(logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Scalar {
        const real = tf.cast(tf.notEqual<tf.Tensor2D>(targets, 0), 'float32');
        return div(sum('B T -> ', mul(real, rightOf(logits, targets))), sum('B T -> ', real));
      },
    },
    'whole-lines': {
      place: 'What happens to a long line with one wrong word?',
      probe: 'A line of four words, three of them right: 0.75. What is yours?',
      cause:
        'A line counts as right only if all its words are. That is a stricter measure; here each word counts for itself.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const wrong = mul(mask, rsub(1, rightOf(logits, targets)));
        return mean('B -> ', tf.cast(tf.equal<tf.Tensor1D>(sum('B T -> B', wrong), 0), 'float32'));
      },
    },
    'share-of-errors': {
      place: 'What is your result if every word is right?',
      probe: 'One line of two words, both tagged rightly: 1. What is yours?',
      cause: 'This is the share of wrong words. Accuracy counts the right ones.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        return div(
          sum('B T -> ', mul(mask, rsub(1, rightOf(logits, targets)))),
          sum('B T -> ', mask),
        );
      },
    },
    'first-axis-of-argmax': {
      place: 'Over which axis does your argMax run?',
      probe:
        'For each word there are C scores. Which of the axes B, T, C should be gone after argMax?',
      cause:
        'argMax without an axis, or with 0, looks for the best line of the batch. Of each word the best class is asked: axis 2.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const best = tf.argMax<tf.Tensor2D>(logits, 0); // [T, C]
        const said = tf.slice2d(
          tf.tile(best, [logits.shape[0], logits.shape[1]]),
          [0, 0],
          targets.shape,
        );
        const right = tf.cast(tf.equal<tf.Tensor2D>(said, targets), 'float32');
        return div(sum('B T -> ', mul(mask, right)), sum('B T -> ', mask));
      },
    },
    'worst-class': {
      place: 'Is your accuracy below chance?',
      probe: 'Scores [2, 0] and target 0: right. What does your code say?',
      cause:
        'The class with the lowest score is taken. A score says how likely a class is: take the highest.',
      run: function maskedAccuracy(
        logits: tf.Tensor3D,
        targets: tf.Tensor2D,
        mask: tf.Tensor2D,
      ): tf.Scalar {
        const said = tf.argMin<tf.Tensor2D>(logits, 2);
        const right = tf.cast(tf.equal<tf.Tensor2D>(said, targets), 'float32');
        return div(sum('B T -> ', mul(mask, right)), sum('B T -> ', mask));
      },
    },
  },
  variants: {
    'number-by-number': function maskedAccuracy(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const [said, right, real] = [
        tf.argMax<tf.Tensor2D>(logits, 2).dataSync(),
        targets.dataSync(),
        mask.dataSync(),
      ];
      let [hits, words] = [0, 0];
      real.forEach((here, at) => {
        if (here === 0) return;
        words++;
        if (said[at] === right[at]) hits++;
      });
      return tf.scalar(hits / words);
    },
    'words-alone': function maskedAccuracy(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      const here = tf.cast(mask, 'bool');
      const hit = tf.logicalAnd(tf.equal(tf.argMax(logits, 2), targets), here);
      const counted = tf.sum<tf.Scalar>(tf.cast(hit, 'float32'));
      return tf.divNoNan(counted, tf.sum(tf.cast(here, 'float32')));
    },
    'lines-weighed-by-their-words': function maskedAccuracy(
      logits: tf.Tensor3D,
      targets: tf.Tensor2D,
      mask: tf.Tensor2D,
    ): tf.Scalar {
      let [hits, words]: [tf.Scalar, tf.Scalar] = [tf.scalar(0), tf.scalar(0)];
      const right = unstack(rightOf(logits, targets));
      unstack(mask).forEach((real, b) => {
        hits = add(hits, sum('T -> ', mul(real, right[b] ?? real)));
        words = add(words, sum('T -> ', real));
      });
      return div(hits, words);
    },
  },
};
