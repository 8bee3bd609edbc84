import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { stack, unstack } from '../../../src/core/index.js';
import { rnnCell } from '../../../src/layers/rnn.js';
import type { rnnForward } from '../../../src/layers/rnn.js';

export const bank: MistakeBank<typeof rnnForward> = {
  mistakes: {
    'state-not-carried': {
      edit: { 'rnnCell(p, x, h)': 'rnnCell(p, x, h0)' },
      place: 'The first step is right. Which state does the second step get?',
      probe:
        'Give the same input at every step. The states should still differ from step to step. Do yours?',
      cause:
        'Every step starts from h0 again, so step t knows nothing of the steps before it. Keep the new state in a variable and pass it to the next step.',
    },
    'time-axis-first': {
      edit: { 'stack(states, 1)': 'stack(states, 0)' },
      place: 'Compare the shape of your result with [B, T, U].',
      probe: 'You have a list of T tensors [B, U]. Which axis of the result should count the list?',
      cause:
        'You stack the states along axis 0, which gives [T, B, U]. Time is the second axis here: stack(states, 1).',
    },
    'stacked-then-reshaped': {
      edit: {
        'stack(states, 1)':
          'tf.reshape(stack(states, 0), [h0.shape[0], states.length, h0.shape[1]])',
      },
      place: 'With a batch of one line all is right. Which line does your second state belong to?',
      probe:
        'Write [[1, 2], [3, 4]] in one row, 1 2 3 4, and cut that into rows of two again. Have rows and columns changed places?',
      cause:
        'You stack along axis 0, which gives [T, B, U], and reshape that to [B, T, U]. A reshape keeps the order of the numbers, so lines and steps get mixed up. Stack along axis 1, or transpose.',
    },
    'start-state-ignored': {
      edit: { 'let h = h0': 'let h: tf.Tensor2D = tf.zeros(h0.shape)' },
      place: 'Call it twice with different h0. Does the first state change?',
      probe: 'With xs all zeros and b = 0, the first state is tanh(h0 wHh). Is yours 0?',
      cause:
        'Your scan starts from zeros and ignores h0. Start from h0: it carries the state over from one batch to the next.',
    },
    'state-detached-between-steps': {
      edit: {
        'states.push(h)': 'states.push(h); h = tf.tensor2d(h.dataSync(), h.shape)',
      },
      place: 'The values are right. Follow the gradient of wHh from the last state backwards.',
      probe:
        'Take a loss of the last state only. Does it depend on the first input? Look at the gradient of xs at step 0.',
      cause:
        'You copy the state into a fresh tensor between the steps. The gradient stops there, so no step learns what a later one needed. Pass on the tensor that rnnCell returned.',
    },
  },
  variants: {
    'by-index': (p, xs, h0) => {
      const [B, T, I] = xs.shape;
      const states: tf.Tensor3D[] = [];
      let h = h0;
      for (let t = 0; t < T; t++) {
        const x = tf.reshape<tf.Rank.R2>(tf.slice(xs, [0, t, 0], [B, 1, I]), [B, I]);
        h = rnnCell(p, x, h);
        states.push(tf.expandDims<tf.Tensor3D>(h, 1));
      }
      return tf.concat(states, 1);
    },
    recursive: (p, xs, h0) => {
      const from = (steps: tf.Tensor2D[], h: tf.Tensor2D): tf.Tensor2D[] => {
        const [x, ...rest] = steps;
        if (x === undefined) return [];
        const next = rnnCell(p, x, h);
        return [next, ...from(rest, next)];
      };
      return stack(from(unstack(xs, 1), h0), 1);
    },
  },
};
