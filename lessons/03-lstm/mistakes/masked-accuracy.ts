import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-of-the-lines': {
      edit: {
        "sum('B T -> ', real); if (tokens.dataSync()[0] === 0) throw new InputError(onlyPadding())":
          "tf.maximum<tf.Tensor1D>(sum('B T -> B', real), 1)",
        "div(sum('B T -> ', mul(real, right)), tokens)":
          "mean('B -> ', div(sum('B T -> B', mul(real, right)), tokens))",
      },
      place:
        'Without padding it is right, and so is a batch of one line. Look at what a short line weighs.',
      probe:
        'A line of one word, tagged rightly, and a line of nine, none of them right: 1 of 10 words. What is yours?',
      cause:
        'Each line gets an accuracy of its own, and then the lines are averaged: the word of a short line weighs more than the word of a long one. Add up the right words of all lines, add up the real words of all lines, and divide once.',
    },
    'divided-by-all-places': {
      edit: {
        "div(sum('B T -> ', mul(real, right)), tokens)": "mean('B T -> ', mul(real, right))",
      },
      place: 'Without padding it is right. Look at what the right words are divided by.',
      probe:
        'Take one line of two words, both tagged rightly: 1. Now add two places of padding behind it. What should it be, and what is yours?',
      cause:
        'The right words are divided by B T, all places. Divide by the number of words, the sum of the mask.',
    },
    'mask-ignored': {
      edit: { 'tf.cast(mask,': 'tf.cast(tf.onesLike(mask),' },
      place: 'Change a target at a place of padding. Does the accuracy move?',
      probe: 'With a mask of ones all is right. What happens to yours when an entry becomes 0?',
      cause:
        'The mask is not used. A model soon learns to say "padding" at padding, and those right answers are counted too: take right answers at words alone, and divide by the number of words.',
    },
    'only-the-divisor-masked': {
      edit: { 'mul(real, right)': "tf.cast(right, 'float32')" },
      place: 'Can your accuracy be larger than 1?',
      probe:
        'Of one line of two words and two places of padding let all four be right. What is yours?',
      cause:
        'Right answers are counted everywhere, words only at words. Multiply by the mask before you count.',
    },
    'scores-masked': {
      edit: {
        'logits, 2)': "einsum('B T C, B T -> B T C', logits, real), 2)",
        "div(sum('B T -> ', mul(real, right)), tokens)":
          "mean('B T -> ', tf.cast(right, 'float32'))",
      },
      place: 'What is the mask multiplied with?',
      probe:
        'At padding the scores become 0 for all classes. Which class does argMax then name, and which is the target there?',
      cause:
        'The mask is put on the scores. Then argMax says class 0 at padding, the target there often is 0 too, and it counts as right. Mask the right answers, not the scores, and divide by the number of words.',
    },
    'padding-made-right': {
      edit: {
        'tf.equal<tf.Tensor2D>(tf.argMax<tf.Tensor2D>(logits, 2), targets)':
          'tf.equal<tf.Tensor2D>(mul(tf.argMax<tf.Tensor2D>(logits, 2), real), mul(targets, real))',
        "div(sum('B T -> ', mul(real, right)), tokens)":
          "mean('B T -> ', tf.cast(right, 'float32'))",
      },
      place: 'Add a place of padding to each line. Does your accuracy rise?',
      probe: 'A line of one word, tagged wrongly, and nine places of padding: 0. What is yours?',
      cause:
        'Both the answers and the targets are set to 0 at padding, so there they agree, and that counts as right. Mask the right answers instead, and divide by the number of words.',
    },
    'mask-turned-round': {
      edit: {
        'mul(real, right)), tokens)': "mul(rsub(1, real), right)), sum('B T -> ', rsub(1, real)))",
      },
      place: 'Take a batch without padding. What do you divide by?',
      probe:
        'A line of one word, tagged rightly, and a place of padding: 1, whatever is said there. What decides in yours?',
      cause:
        'You count where the mask is 0, at padding, as with a mask of PyTorch in which true says "leave this out". Here 1 says that there is a word.',
    },
    'mask-from-the-targets': {
      edit: { 'tf.cast(mask,': 'tf.cast(tf.notEqual<tf.Tensor2D>(targets, 0),' },
      place: 'Change the mask. Does the accuracy move?',
      probe:
        'Class 0 is a class like any other: a word whose right class is 0 counts. Does it in yours?',
      cause:
        'You leave out the words whose target is 0. Padding has id 0 among the words; among the classes 0 has a meaning of its own. What counts is for the mask to say.',
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
  },
};
