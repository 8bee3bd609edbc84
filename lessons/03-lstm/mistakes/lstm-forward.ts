import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { unstack } from '../../../src/core/index.js';
import { lstmCell, type lstmForward } from '../../../src/layers/lstm.js';

export const bank: MistakeBank<typeof lstmForward> = {
  mistakes: {
    'cells-not-handed-on': {
      edit: { 'lstmCell(p, x, state)': 'lstmCell(p, x, { h: state.h, c: start.c })' },
      place: 'The first step is right. Which cells does the second step get?',
      probe:
        'Start with cells of 0, and let f be 1. Do your cells add up from step to step, or does every step begin with 0 again?',
      cause:
        'You hand on h but not c, so every step begins with the cells of the start. The cells are the memory: hand on the whole state that lstmCell returned.',
    },
    'time-axis-first': {
      edit: { 'stack(outputs, 1)': 'stack(outputs, 0)' },
      place: 'Compare the shape of your outputs with [B, T, U].',
      probe: 'You have a list of T tensors [B, U]. Which axis of the result is T?',
      cause:
        'You stack the outputs along axis 0, which gives [T, B, U]. Time is the second axis here: stack(outputs, 1).',
    },
    'time-stacked-then-reshaped': {
      edit: { 'stack(outputs, 1)': 'tf.reshape(stack(outputs, 0), [...xs.shape.slice(0, 2), -1])' },
      place: 'The shape is right, and so is a batch of one line. How do you get the batch first?',
      probe:
        'Two lines of two steps give the list [[a1], [b1]], [[a2], [b2]]. The first line of the outputs is a1, a2. What is yours?',
      cause:
        'You stack along axis 0 and reshape [T, B, U] to [B, T, U]. A reshape moves no number, so the lines get mixed up. Stack along the second axis: stack(outputs, 1).',
    },
    'cells-for-outputs': {
      edit: { 'push(state.h)': 'push(state.c)' },
      place: 'Can an entry of your outputs be larger than 1?',
      probe: 'After one step, outputs holds the same numbers as state.h. Does yours?',
      cause:
        'You collect the cells of every step. An LSTM shows h and keeps c to itself: collect state.h.',
    },
    'start-ignored': {
      edit: {
        'let state = start': 'let state = { h: tf.zerosLike(start.h), c: tf.zerosLike(start.c) }',
      },
      place: 'Call it twice with different states at the start. Does the first output change?',
      probe: 'With f = 1 and i = 0 the cells at the end are those of the start. Are yours 0?',
      cause:
        'You start from zeros, whatever start is. Begin with start: a model that carries its state from one piece of text to the next needs it.',
    },
    'state-detached-between-steps': {
      edit: {
        'let state = start;':
          'let state = start; const copy = (s) => tf.tensor2d(s.dataSync(), s.shape);',
        'push(state.h);': 'push(state.h); state = { h: copy(state.h), c: copy(state.c) };',
      },
      place: 'The values are right. Follow the gradient of wHh from the last state backwards.',
      probe:
        'Make a loss of the last output only. It depends on the first input. Is the gradient of xs at step 0 all zeros in yours?',
      cause:
        'You copy the state into new tensors between the steps. The gradient stops there, so no step learns what a later one needed. Pass on the tensors that lstmCell returned.',
    },
  },
  variants: {
    'h-and-c-apart': (p, xs, start) => {
      let { h, c } = start;
      const outputs: tf.Tensor2D[] = [];
      for (let t = 0; t < xs.shape[1]; t++) {
        const x = tf.squeeze<tf.Tensor2D>(tf.slice(xs, [0, t, 0], [-1, 1, -1]), [1]);
        ({ h, c } = lstmCell(p, x, { h, c }));
        outputs.push(h);
      }
      return { outputs: tf.stack(outputs, 1) as tf.Tensor3D, state: { h, c } };
    },
    'a-list-of-states': (p, xs, start) => {
      const states = [start];
      for (const x of unstack(xs, 1)) states.push(lstmCell(p, x, states.at(-1) ?? start));
      const outputs = states.slice(1).map(({ h }) => tf.expandDims<tf.Tensor3D>(h, 1));
      return { outputs: tf.concat(outputs, 1), state: states.at(-1) ?? start };
    },
  },
};
