import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { stack, unstack } from '../../../src/core/index.js';
import { gruCell, type GruParams } from '../../../src/layers/gru.js';

export const bank: MistakeBank = {
  mistakes: {
    'state-not-carried': {
      place: 'The first step is right. Which state does the second step get?',
      probe:
        'Give the same input at every step. The states should still differ from step to step. Do yours?',
      cause:
        'Every step starts from h0 again, so step t knows nothing of the steps before it. Keep the new state in a variable and pass that to the next step.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states = unstack(xs, 1).map((x) => gruCell(p, x, h0));
        return stack(states, 1);
      },
    },
    'state-before-the-step': {
      place: 'Compare your first state with h0, and your second with the first one expected.',
      probe: 'With one step only, the result is gruCell(p, x, h0). Is yours h0?',
      cause:
        'The state is put into the list before the step is taken, so all are one place late and the last one is missing. Step first, then push.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h = h0;
        for (const x of unstack(xs, 1)) {
          states.push(h);
          h = gruCell(p, x, h);
        }
        return stack(states, 1);
      },
    },
    'time-axis-first': {
      place: 'Compare the shape of your result with [B, T, U].',
      probe: 'You have a list of T tensors [B, U]. On which axis should the list lie?',
      cause:
        'The states are stacked along axis 0, which gives [T, B, U]. Time is the second axis here: stack(states, 1).',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h = h0;
        for (const x of unstack(xs, 1)) {
          h = gruCell(p, x, h);
          states.push(h);
        }
        return stack(states, 0);
      },
    },
    'start-state-ignored': {
      place: 'Call it twice with different h0. Does the first state change?',
      probe: 'With a bias of 60 at gate z every state is h0. Are yours 0?',
      cause:
        'The scan starts from zeros, whatever h0 is. Start from h0: whoever carries a state from one batch to the next needs it.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h: tf.Tensor2D = tf.zeros(h0.shape);
        for (const x of unstack(xs, 1)) {
          h = gruCell(p, x, h);
          states.push(h);
        }
        return stack(states, 1);
      },
    },
    'start-state-returned-too': {
      place: 'How many states do you return for T inputs?',
      probe: 'With T = 5 inputs there are 5 states after a step. Is your first one h0?',
      cause:
        'The list begins with h0, which is the state before the first step. Return the states after each of the T steps.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states = [h0];
        for (const x of unstack(xs, 1)) states.push(gruCell(p, x, states.at(-1) ?? h0));
        return stack(states, 1);
      },
    },
    'last-state-only': {
      place: 'How many states do you return for T inputs?',
      probe: 'With T = 5 inputs there are 5 states after a step. Which of them do you keep?',
      cause:
        'Only the state after the last step is returned. A model that foresees the next token at every place needs them all: put each into a list.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        let h = h0;
        for (const x of unstack(xs, 1)) h = gruCell(p, x, h);
        return stack([h], 1);
      },
    },
    'read-backwards': {
      place: 'Change the last input only. Which of your states change?',
      probe:
        'With two steps, the state at place 0 is gruCell(p, xs[0], h0). Does yours depend on xs[1]?',
      cause:
        'The steps are taken from the last to the first, so the early states know the future. Read from left to right.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h = h0;
        for (const x of unstack(xs, 1).reverse()) {
          h = gruCell(p, x, h);
          states.push(h);
        }
        return stack(states.reverse(), 1);
      },
    },
    'last-step-missing': {
      place: 'How many states do you return for T inputs?',
      probe: 'With T = 5 inputs there are 5 states. How often does your loop run?',
      cause:
        'The loop stops one step early. There is a state after each of the T inputs: t runs from 0 to T - 1.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h = h0;
        const steps = unstack(xs, 1);
        for (const x of steps.slice(0, steps.length - 1)) {
          h = gruCell(p, x, h);
          states.push(h);
        }
        return stack(states, 1);
      },
    },
    'states-as-numbers': {
      place: 'The values are right. Where do the tensors become plain numbers?',
      probe: 'Look for arraySync or dataSync: can a gradient find its way back through an array?',
      cause:
        'The states are read out as arrays and made into a new tensor, which knows nothing of how they came about: no gradient flows back. Keep tensors, and join them with stack.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: number[][][] = [];
        let h = h0;
        for (const x of unstack(xs, 1)) {
          h = gruCell(p, x, h);
          states.push(h.arraySync());
        }
        return tf.transpose(tf.tensor3d(states), [1, 0, 2]);
      },
    },
    'state-detached-between-steps': {
      place: 'The values are right. Follow the gradient of wHh from the last state backwards.',
      probe:
        'Make a loss of the last state only. Does it depend on the first input? The gradient of xs at step 0 says so.',
      cause:
        'The state is copied into a fresh tensor between the steps, so the gradient stops after one step and no step learns what a later one needed. Pass on the tensor that gruCell returned.',
      run: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
        const states: tf.Tensor2D[] = [];
        let h = h0;
        for (const x of unstack(xs, 1)) {
          const next = gruCell(p, x, h);
          states.push(next);
          h = tf.tensor2d(next.dataSync(), next.shape);
        }
        return stack(states, 1);
      },
    },
  },
  variants: {
    'by-index': function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
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
    recursive: function gruForward(p: GruParams, xs: tf.Tensor3D, h0: tf.Tensor2D): tf.Tensor3D {
      const from = (steps: tf.Tensor2D[], h: tf.Tensor2D): tf.Tensor2D[] => {
        const [x, ...rest] = steps;
        if (x === undefined) return [];
        const next = gruCell(p, x, h);
        return [next, ...from(rest, next)];
      };
      return stack(from(unstack(xs, 1), h0), 1);
    },
    'time-first-then-transposed': function gruForward(
      p: GruParams,
      xs: tf.Tensor3D,
      h0: tf.Tensor2D,
    ): tf.Tensor3D {
      const states: tf.Tensor2D[] = [h0];
      unstack(tf.transpose(xs, [1, 0, 2]), 0).forEach((x, t) => {
        states.push(gruCell(p, x, states[t] ?? h0));
      });
      return tf.transpose(stack(states.slice(1), 0), [1, 0, 2]);
    },
  },
};
