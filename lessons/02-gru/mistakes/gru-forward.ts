import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { stack, unstack } from '../../../src/core/index.js';
import { gruCell } from '../../../src/layers/gru.js';
import type { gruForward } from '../../../src/layers/gru.js';

export const bank: MistakeBank<typeof gruForward> = {
  mistakes: {
    'state-not-carried': {
      edit: { 'gruCell(p, x, h)': 'gruCell(p, x, h0)' },
      place: 'The first step is right. Which state does the second step get?',
      probe:
        'Give the same input at every step. The states should still differ from step to step. Do yours?',
      cause:
        'Every step starts from h0 again, so step t knows nothing of the steps before it. Keep the new state in a variable and pass it to the next step.',
    },
    'state-detached-between-steps': {
      edit: { 'states.push(h)': 'states.push(h); h = tf.tensor2d(h.dataSync(), h.shape)' },
      place: 'The values are right. Follow the gradient of wHh backwards from the last state.',
      probe:
        'Make a loss of the last state only. Does it depend on the first input? The gradient of xs at step 0 tells you.',
      cause:
        'You copy the state into a new tensor between the steps. The gradient stops after one step, and no step learns what a later one needed. Pass on the tensor that gruCell returned.',
    },
    'time-axis-first': {
      edit: { 'stack(states, 1)': 'stack(states, 0)' },
      place: 'Compare the shape of your result with [B, T, U].',
      probe: 'You have a list of T tensors [B, U]. Which axis of the result should be time?',
      cause:
        'You stack the states along axis 0, which gives [T, B, U]. Time is the second axis here: stack(states, 1).',
    },
    'stacked-by-time-then-reshaped': {
      edit: {
        'stack(states, 1)': 'tf.reshape(stack(states, 0), [xs.shape[0], xs.shape[1], h.shape[1]])',
      },
      place: 'The shape is right. Which line of the batch does each of your states belong to?',
      probe:
        'With one line all is right. Take two lines of three steps: which state stands at line 0, step 1 in yours?',
      cause:
        'You stack to [T, B, U] and reshape to [B, T, U]. A reshape keeps the order of the numbers, so it mixes the lines. Stack along the second axis: stack(states, 1).',
    },
    'start-state-ignored': {
      edit: { 'let h = h0': 'let h = tf.zeros(h0.shape)' },
      place: 'Call it twice with different h0. Does the first state change?',
      probe: 'With a bias of 60 at gate z every state is h0. Are yours 0?',
      cause:
        'The loop starts from zeros, whatever h0 is. Start from h0, so that a caller can carry a state from one batch to the next.',
    },
    'last-state-only': {
      edit: { 'stack(states, 1)': 'stack([h], 1)' },
      place: 'How many states do you return for T inputs?',
      probe:
        'With T = 5 inputs there is a state after each of the 5 steps. Which ones do you keep?',
      cause:
        'You return only the state after the last step. A model that predicts the next token at every place needs them all: put each one into a list.',
    },
  },
  variants: {
    'by-index': (p, xs, h0) => {
      const [B, T, I] = xs.shape;
      const states: tf.Tensor3D[] = [];
      let h = h0;
      for (let t = 0; t < T; t++) {
        const x = tf.reshape<tf.Rank.R2>(tf.slice(xs, [0, t, 0], [B, 1, I]), [B, I]);
        h = gruCell(p, x, h);
        states.push(tf.expandDims<tf.Tensor3D>(h, 1));
      }
      return tf.concat(states, 1);
    },
    recursive: (p, xs, h0) => {
      const from = (steps: tf.Tensor2D[], h: tf.Tensor2D): tf.Tensor2D[] => {
        const [x, ...rest] = steps;
        if (x === undefined) return [];
        const next = gruCell(p, x, h);
        return [next, ...from(rest, next)];
      };
      return stack(from(unstack(xs, 1), h0), 1);
    },
  },
};
