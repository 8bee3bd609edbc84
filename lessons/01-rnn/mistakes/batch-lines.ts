import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { batchLines } from '../../../src/text/batch-lines.js';

export const bank: MistakeBank<typeof batchLines> = {
  mistakes: {
    'targets-not-shifted': {
      edit: { 'padded(line.slice(1), T)': 'padded(line.slice(0, -1), T)' },
      place: 'Write a row of inputs and the same row of targets one above the other.',
      probe:
        'For the line [5, 6, 7] the model reads 5. Which token should it predict, and which do you ask for?',
      cause:
        'The targets are the inputs themselves. The model is asked to repeat what it has just read, which it can do without any memory. The target at t is the token at t + 1.',
    },
    'targets-shifted-twice': {
      edit: { 'padded(line.slice(1), T)': 'padded(line.slice(2), T)' },
      place: 'Write a row of inputs and the same row of targets one above the other.',
      probe: 'For the line [5, 6, 7] the input 5 has the target 6. Is yours 7?',
      cause:
        'The targets are two places ahead of the inputs, so the model skips a token at every step. One shift is enough: the target at t is the token at t + 1.',
    },
    'last-input-kept': {
      edit: { 'padded(line.slice(0, -1), T)': 'padded(line, T)' },
      place: 'Look at the inputs of a line that is shorter than the longest. How many are not 0?',
      probe: 'The line [8, 9] beside [5, 6, 7] gives the inputs [8, 0]. What are yours?',
      cause:
        'Shorter lines keep their last token among the inputs, where no target goes with it. A line of n tokens gives n - 1 inputs: cut off its last token before you pad.',
    },
    'mask-counts-padding': {
      edit: { '(id) => (id === 0 ? 0 : 1)': '() => 1' },
      place: 'Look at the mask of a line that is shorter than the longest.',
      probe:
        'For the lines [[5, 6, 7], [8, 9]]: the second line has one target. How many ones are in its mask?',
      cause:
        'The mask is 1 everywhere, so the loss would ask the model to predict padding. It is 1 only where there is a target.',
    },
    'mask-inverted': {
      edit: { 'id === 0 ? 0 : 1': 'id === 0 ? 1 : 0' },
      place: 'Inputs and targets are right. Compare the mask with the targets.',
      probe: 'For the lines [[5, 6, 7], [8, 9]] the mask of the second is [1, 0]. Is yours [0, 1]?',
      cause:
        'Your mask marks the padding. The loss multiplies by the mask, so only padding would count. Here 1 means a real target and 0 means padding.',
    },
    'limit-ignored': {
      edit: {
        'Math.min(longest(lines) - 1, checked(options.maxLength))': 'longest(lines) - 1',
      },
      place: 'Without maxLength all is right. Count the columns with it.',
      probe: 'For [[5, 6, 7, 8]] and maxLength 2 there are 2 time steps. How many do you have?',
      cause:
        'You never read options.maxLength. T is the length of the longest line - 1, and at most maxLength.',
    },
  },
  variants: {
    'filled-by-loops': (lines, options) => {
      let T = Math.max(...lines.map((line) => line.length)) - 1;
      if (options?.maxLength !== undefined) T = Math.min(T, options.maxLength);
      const inputs = tf.buffer<tf.Rank.R2, 'int32'>([lines.length, T], 'int32');
      const targets = tf.buffer<tf.Rank.R2, 'int32'>([lines.length, T], 'int32');
      const mask = tf.buffer<tf.Rank.R2>([lines.length, T]);
      for (const [b, line] of lines.entries())
        for (let t = 0; t < Math.min(T, line.length - 1); t++) {
          inputs.set(line[t] ?? 0, b, t);
          targets.set(line[t + 1] ?? 0, b, t);
          mask.set(1, b, t);
        }
      return {
        inputs: inputs.toTensor(),
        targets: targets.toTensor(),
        mask: mask.toTensor(),
      };
    },
    'one-tensor-sliced': (lines, options) => {
      const B = lines.length;
      const longest = Math.max(...lines.map((line) => line.length));
      const T = Math.min(longest - 1, options?.maxLength ?? Infinity);
      const rows = lines.map((line) => Array.from({ length: T + 1 }, (_, t) => line[t] ?? 0));
      const ids = tf.tensor2d(rows, [B, T + 1], 'int32');
      const targets = tf.slice(ids, [0, 1], [B, T]);
      const isReal = tf.notEqual<tf.Tensor2D>(targets, tf.scalar(0, 'int32'));
      const read: tf.Tensor2D = tf.mul(tf.slice(ids, [0, 0], [B, T]), tf.cast(isReal, 'int32'));
      return { inputs: read, targets, mask: tf.cast<tf.Tensor2D>(isReal, 'float32') };
    },
  },
};
