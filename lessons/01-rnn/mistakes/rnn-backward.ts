import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, einsum, mul, rsub, square, stack, sum, unstack } from '../../../src/core/index.js';
import { rnnCellBackward } from '../../../src/layers/rnn.js';
import type { rnnBackward } from '../../../src/layers/rnn.js';

export const bank: MistakeBank<typeof rnnBackward> = {
  mistakes: {
    'later-steps-overwritten': {
      edit: {
        "sum('T I U -> I U', stack(steps.map(({ dwIh }) => dwIh)))": 'steps[0].dwIh',
        "sum('T U G -> U G', stack(steps.map(({ dwHh }) => dwHh)))": 'steps[0].dwHh',
        "sum('T U -> U', stack(steps.map(({ db }) => db)))": 'steps[0].db',
      },
      place:
        'dxs and dh0 are right; dwIh, dwHh, db are not, unless there is one step. Which steps count in yours?',
      probe:
        "Take two steps. Every step used the same weights. Whose gradient is in your dwIh: the first step's, the second's, or both?",
      cause:
        "Each step's gradients of the weights replace those of the step you did before, so only the first step's are left. The weights were used at every step: add them up.",
    },
    'averaged-over-time': {
      edit: {
        "sum('T I U -> I U'": "mean('T I U -> I U'",
        "sum('T U G -> U G'": "mean('T U G -> U G'",
        "sum('T U -> U'": "mean('T U -> U'",
      },
      place: 'dxs and dh0 are right; dwIh, dwHh, db are too small by the same factor. Which?',
      probe: 'Compare a sequence of one step with one of two. By what do you divide?',
      cause:
        'You average the gradients of the weights over the steps. If the loss is a mean over time, dStates already contains the division: take the sum.',
    },
    'nothing-carried-back': {
      edit: { 'add(stepAt(dStates, t), dh)': 'stepAt(dStates, t)' },
      place: 'The last step is right. What does the step before it know of what happened later?',
      probe:
        'Let a gradient arrive at the last of three states alone. How much of it reaches dxs at step 0 in yours?',
      cause:
        'You take each step back with dStates[t] alone. The next step read that state too, and its dh is the other half of the gradient: add the dh that step t + 1 returned.',
    },
    'only-the-last-state-heard': {
      edit: {
        'tf.zeros([B, U])': 'stepAt(dStates, T - 1)',
        'add(stepAt(dStates, t), dh)': 'dh',
      },
      place:
        'With a loss at the last state alone all is right. What else arrives at the earlier states?',
      probe: 'Let a gradient arrive at the first of two states alone. Is your dwIh zero?',
      cause:
        'You start with dStates at the last step and go back with dh alone, so what arrives at the earlier states is lost. Add the two at every step: dStates[t] and the dh of the step after.',
    },
    'time-not-reversed': {
      edit: {
        'let t = T - 1; t >= 0; t--': 'let t = 0; t < T; t++',
        'steps.unshift(step)': 'steps.push(step)',
      },
      place: 'With one step all is right. In which order do you take the steps?',
      probe:
        'Let a gradient arrive at the first of three states alone. That state was made before the inputs of steps 1 and 2 were read. Is your dxs zero there?',
      cause:
        'You take the steps from the first to the last, so the gradient is carried to later steps. It comes from there: begin with t = T - 1.',
    },
    'state-after-for-state-before': {
      edit: { 't === 0 ? h0 : stepAt(states, t - 1)': 'stepAt(states, t)' },
      place: 'Only dwHh is off. Which state did wHh multiply at step t?',
      probe: 'With one step and h0 all zeros, wHh played no part: dwHh is 0. Is yours?',
      cause:
        'You take the step back with the state after it where the one before it belongs. Step t started from states[t - 1], and step 0 from h0.',
    },
    'first-state-forgotten': {
      edit: { 't === 0 ? h0': 't === 0 ? tf.zerosLike(h0)' },
      place: 'Only dwHh is off. From what did step 0 start?',
      probe: 'With one step, dwHh is made of h0 and the gradient. Does yours change with h0?',
      cause: 'You take step 0 back as if it had started from zeros. It started from h0.',
    },
  },
  variants: {
    'one-product-for-all-steps': (p, xs, h0, states, dStates) => {
      const arriving = unstack(dStates, 1);
      const slopes = unstack(rsub(1, square(states)), 1);
      const steps: tf.Tensor2D[] = [];
      let dh: tf.Tensor2D = tf.zerosLike(h0);
      for (const [t, slope] of [...slopes.entries()].reverse()) {
        const da = mul(add(arriving[t] ?? dh, dh), slope);
        dh = einsum('B U, G U -> B G', da, p.wHh);
        steps.unshift(da);
      }
      const das = stack(steps, 1); // [B, T, U]
      const before = stack([h0, ...unstack(states, 1).slice(0, -1)], 1); // [B, T, U]
      return {
        dwIh: einsum('B T I, B T U -> I U', xs, das),
        dwHh: einsum('B T U, B T G -> U G', before, das),
        db: sum('B T U -> U', das),
        dxs: einsum('B T U, I U -> B T I', das, p.wIh),
        dh0: dh,
      };
    },
    'adding-up-on-the-way': (p, xs, h0, states, dStates) => {
      let dwIh = tf.zerosLike(p.wIh);
      let dwHh = tf.zerosLike(p.wHh);
      let db = tf.zerosLike(p.b);
      let dh: tf.Tensor2D = tf.zerosLike(h0);
      const dxs: tf.Tensor2D[] = [];
      const arriving = unstack(dStates, 1);
      const after = unstack(states, 1);
      for (const [t, x] of [...unstack(xs, 1).entries()].reverse()) {
        const dhNext = add(dh, arriving[t] ?? dh);
        const step = rnnCellBackward(p, x, after[t - 1] ?? h0, after[t] ?? h0, dhNext);
        dwIh = add(dwIh, step.dwIh);
        dwHh = add(dwHh, step.dwHh);
        db = add(db, step.db);
        dxs.push(step.dx);
        dh = step.dh;
      }
      return { dwIh, dwHh, db, dxs: stack(dxs.reverse(), 1), dh0: dh };
    },
  },
};
