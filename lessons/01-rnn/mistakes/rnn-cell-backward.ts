import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { einsum, sum } from '../../../src/core/index.js';
import type { rnnCellBackward } from '../../../src/layers/rnn.js';

export const bank: MistakeBank<typeof rnnCellBackward> = {
  mistakes: {
    'tanh-left-out': {
      edit: { 'mul(dhNext, rsub(1, square(hNext)))': 'dhNext' },
      place: 'All five are off. What lies between hNext and the sum under tanh?',
      probe:
        'At a unit with hNext = 0.999 the tanh is flat: hardly any gradient should come through. How much does in yours?',
      cause:
        'You use dhNext as if tanh were not there. The slope of tanh at a is 1 - tanh(a)², and tanh(a) is hNext: multiply dhNext by 1 - hNext² first.',
    },
    'slope-without-the-square': {
      edit: { 'square(hNext)': 'hNext' },
      place: 'All five are off. Look at the slope of tanh.',
      probe: 'tanh is as steep at -1 as at 1. Is your slope the same at both?',
      cause: 'You take the slope as 1 - hNext. It is 1 - hNext²: square the state first.',
    },
    'slope-from-before-tanh': {
      edit: {
        'const da =':
          "const fromInput = einsum('B I, I G -> B G', x, p.wIh); " +
          "const fromState = einsum('B U, U G -> B G', h, p.wHh); " +
          'const da =',
        'square(hNext)': 'square(add(add(fromInput, fromState), p.b))',
      },
      place: 'All five are off, most where the units are far from 0. Look at the slope of tanh.',
      probe: 'At a = 2 the slope of tanh is about 0.07. 1 - a² would be -3.',
      cause:
        'You take the slope as 1 - a², where a is what went into tanh. It is 1 - tanh(a)², and tanh(a) is what came out: 1 - hNext².',
    },
    'dh-without-transposing': {
      edit: { "'B G, U G -> B U'": "'B U, U G -> B G'" },
      place: 'Only dh is off. Through which weights does it come back?',
      probe:
        'Let wHh be zero except for wHh[0][1] = 1: unit 0 sends to unit 1. A gradient at unit 1 should come back to unit 0. Where does yours go?',
      cause:
        'You send the gradient through wHh in the forward direction. On its way back it crosses each weight from its end to its start: da times wHh transposed.',
    },
    'dwHh-transposed': {
      edit: { "'B U, B G -> U G'": "'B U, B G -> G U'" },
      place: 'Only dwHh is off, though its shape fits. It is square: look at its rows and columns.',
      probe:
        'wHh[u][g] is what unit u sends to unit g, so dwHh[u][g] is h at u times da at g. Which is which in yours?',
      cause:
        'Your dwHh is transposed: da and h have changed places. Rows belong to the state before the step, columns to the state after it.',
    },
    'dwHh-from-the-new-state': {
      edit: { 'h, da': 'hNext, da' },
      place: 'Only dwHh is off. Which state did wHh multiply?',
      probe: 'With h all zeros, wHh played no part, so dwHh is 0. What is yours?',
      cause: 'You make dwHh from hNext. In the step, wHh multiplied the state before it: h.',
    },
    'bias-averaged': {
      edit: { "sum('B G -> G', da)": "mean('B G -> G', da)" },
      place: 'Only db is off. With a batch of one line it is right.',
      probe: 'Put the same line into the batch twice. db should double. Does yours?',
      cause:
        'Your db is the mean over the batch. Every row used the same bias, so their gradients add up: take the sum. If the loss is a mean, dhNext already contains the division.',
    },
  },
  variants: {
    'with-tfjs-only': (p, x, h, hNext, dhNext) => {
      const da: tf.Tensor2D = tf.sub(dhNext, tf.mul(dhNext, tf.mul(hNext, hNext)));
      return {
        dwIh: tf.matMul(x, da, true, false),
        dwHh: tf.matMul(h, da, true, false),
        db: tf.sum<tf.Tensor1D>(da, 0),
        dx: tf.matMul(da, p.wIh, false, true),
        dh: tf.matMul(da, p.wHh, false, true),
      };
    },
    'from-what-tanh-was-given': (p, x, h, _hNext, dhNext) => {
      const a = tf.add(tf.add(tf.matMul(x, p.wIh), tf.matMul(h, p.wHh)), p.b);
      const da: tf.Tensor2D = tf.div(dhNext, tf.square(tf.cosh(a)));
      return {
        dwIh: einsum('B I, B U -> I U', x, da),
        dwHh: einsum('B G, B U -> G U', h, da),
        db: sum('B U -> U', da),
        dx: einsum('I U, B U -> B I', p.wIh, da),
        dh: einsum('G U, B U -> B G', p.wHh, da),
      };
    },
  },
};
