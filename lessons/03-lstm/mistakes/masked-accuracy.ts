import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { maskedAccuracy } from '../../../src/metrics/masked-accuracy.js';

export const bank: MistakeBank<typeof maskedAccuracy> = {
  mistakes: {
    'mean-of-the-lines': {
      edit: {
        "sum('B T -> ', real); if (tokens.dataSync()[0] === 0) throw new InputError(onlyPadding())":
          "tf.maximum<tf.Tensor1D>(sum('B T -> B', real), 1)",
        "div(sum('B T -> ', mul(real, right)), tokens)":
          "mean('B -> ', div(sum('B T -> B', mul(real, right)), tokens))",
      },
      place:
        'Without padding you are right, and so is a batch of one line. How much does a short line weigh?',
      probe:
        'One line has one word, and its tag is right. Another has nine words, all wrong. That is 1 of 10 words. What is yours?',
      cause:
        'You take the accuracy of each line and average the lines, so a word of a short line weighs more than a word of a long one. Sum the right words of all lines, sum their real words, and divide once.',
    },
    'divided-by-all-places': {
      edit: {
        "div(sum('B T -> ', mul(real, right)), tokens)": "mean('B T -> ', mul(real, right))",
      },
      place: 'Without padding you are right. What do you divide the right words by?',
      probe:
        'Take one line of two words, both right: 1. Add two places of padding at its end. What should it be, and what is yours?',
      cause:
        'You divide the right words by B T, all places. Divide by the number of words, the sum of the mask.',
    },
    'mask-ignored': {
      edit: { 'tf.cast(mask,': 'tf.cast(tf.onesLike(mask),' },
      place: 'Change a target at a place of padding. Does the accuracy change?',
      probe: 'With a mask of ones you are right. What happens to yours when an entry becomes 0?',
      cause:
        'You do not use the mask. A model soon learns to say "padding" at padding, and you count those right answers too. Count right answers at words only, and divide by the number of words.',
    },
    'only-the-divisor-masked': {
      edit: { 'mul(real, right)': "tf.cast(right, 'float32')" },
      place: 'Can your accuracy be larger than 1?',
      probe:
        'A line has two words and two places of padding, and all four answers are right. What is yours?',
      cause:
        'You count right answers everywhere, but words only where the mask is 1. Multiply by the mask before you count.',
    },
    'scores-masked': {
      edit: {
        'logits, 2)': "einsum('B T C, B T -> B T C', logits, real), 2)",
        "div(sum('B T -> ', mul(real, right)), tokens)":
          "mean('B T -> ', tf.cast(right, 'float32'))",
      },
      place: 'What do you multiply the mask with?',
      probe:
        'At padding all scores become 0. Which class does argMax then name, and which is the target there?',
      cause:
        'You mask the scores. Then argMax names class 0 at padding, the target there is often 0 too, and you count it as right. Mask the right answers, not the scores, and divide by the number of words.',
    },
    'mask-turned-round': {
      edit: {
        'mul(real, right)), tokens)': "mul(rsub(1, real), right)), sum('B T -> ', rsub(1, real)))",
      },
      place: 'Take a batch without padding. What do you divide by?',
      probe:
        'A line has one word with the right tag, and a place of padding. That is 1, whatever the model says at padding. Is it in yours?',
      cause:
        'You count where the mask is 0, at padding, as if it were a mask of PyTorch in which true means "leave this out". Here 1 means that there is a word.',
    },
  },
  variants: {
    'number-by-number': (logits, targets, mask) => {
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
    'words-alone': (logits, targets, mask) => {
      const here = tf.cast(mask, 'bool');
      const hit = tf.logicalAnd(tf.equal(tf.argMax(logits, 2), targets), here);
      const counted = tf.sum<tf.Scalar>(tf.cast(hit, 'float32'));
      return tf.divNoNan(counted, tf.sum(tf.cast(here, 'float32')));
    },
  },
};
