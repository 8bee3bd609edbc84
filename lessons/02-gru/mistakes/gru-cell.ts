import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, concat, einsum, mul, rsub, sigmoid, split, tanh } from '../../../src/core/index.js';
import type { gruCell } from '../../../src/layers/gru.js';

export const bank: MistakeBank<typeof gruCell> = {
  mistakes: {
    'update-gate-swapped': {
      edit: { 'add(n, mul(z, sub(h, n)))': 'add(h, mul(z, sub(n, h)))' },
      place: 'Look at your last line, where the old state and the proposal meet.',
      probe:
        'A large bias at z makes z nearly 1. The new state should then be the old one. Which of the two does yours become?',
      cause:
        'z and 1 - z are exchanged: where the gate says keep, the proposal comes in. Here z keeps the old state: (1 - z) * n + z * h. (Some papers have it the other way round, so look before you copy.)',
    },
    'recurrent-bias-outside-reset': {
      edit: { 'mul(r, hn)': 'add(mul(r, sub(hn, split(p.bHh, 3)[2])), split(p.bHh, 3)[2])' },
      place: 'r and z are right. Which terms does r multiply in yours?',
      probe:
        'Give n a recurrent bias of 5, and r a bias of -60, so that r is 0. Does the 5 still reach n?',
      cause:
        'Only h Whn stands inside r; you add bhn outside. r shuts off all that comes from the state, its bias too: r * (h Whn + bhn). This is why there are two biases: in r and z only their sum counts, in n it matters which is which.',
    },
    'reset-before-the-product': {
      edit: {
        'mul(r, hn)': "split(add(einsum('B U, U G -> B G', mul(r, h), p.wHh), p.bHh), 3, 1)[2]",
      },
      place: 'r and z are right. What do you multiply r with, and when?',
      probe:
        'With a single unit and no bias bhn all is right. With two units it is not. What does the product with Whn mix?',
      cause:
        'You multiply h by r, and the result goes through Whn. That is the reset before the product, as in the 2014 paper. Here it comes after: r * (h Whn + bhn).',
    },
    'gates-in-the-order-of-keras': {
      edit: { '[xr, xz, xn]': '[xz, xr, xn]', '[hr, hz, hn]': '[hz, hr, hn]' },
      place: 'Which third of wIh belongs to which gate?',
      probe:
        'Give the first third of bIh 60 and leave all else 0. That is gate r, and r acts on n alone: z stays 0.5. What happens to the state in yours?',
      cause:
        'r and z have changed places: where the parts are taken out (z, r, n is the order of Keras) or where they are used. Here, as in PyTorch, the first third is r, which acts inside n, and the second is z, which mixes n with h.',
    },
    'sigmoid-for-the-proposal': {
      edit: { 'tanh(': 'sigmoid(' },
      place: 'Start from zeros. Can your new state have a negative entry?',
      probe: 'With x, h and all biases 0 the new state is 0. What is yours?',
      cause:
        'n goes through sigmoid like the gates. A gate is a share, between 0 and 1. The proposal is a state, between -1 and 1: tanh.',
    },
    'tanh-left-out': {
      edit: { 'n = tanh(': 'n = (' },
      place: 'r and z are right. Can your new state leave the range from -1 to 1?',
      probe:
        'With x, h and all else 0, a bias of 2 at n gives a new state of 0.5 * tanh(2) = 0.482. Is yours 1?',
      cause:
        'The proposal is taken before tanh. Without it nothing bounds the state, and it can grow with every step: n = tanh(...).',
    },
    'reset-left-out': {
      edit: { 'mul(r, hn)': 'hn' },
      place: 'Change the first third of the weights. Does your new state change?',
      probe: 'With a bias of -60 at r, the proposal is that of a step from h = 0. Is yours?',
      cause:
        'r is not used: the proposal always sees the whole old state. Multiply what comes from the state by r: r * (h Whn + bhn).',
    },
    'recurrent-bias-forgotten': {
      edit: { ', p.bHh)': ', 0)' },
      place: 'Give the step an x and an h of zeros. Which numbers are left?',
      probe: 'Change bHh and nothing else. Does your new state change?',
      cause:
        'bHh is never added. There are two biases, each [G]: bIh with the product of x, bHh with that of h.',
    },
  },
  variants: {
    'weights-of-one-row': (p, x, h) => {
      const [wIr, wIz, wIn] = split(p.wIh, 3, 1);
      const [wHr, wHz, wHn] = split(p.wHh, 3, 1);
      const [bIr, bIz, bIn] = split(p.bIh, 3);
      const [bHr, bHz, bHn] = split(p.bHh, 3);
      const both = concat([x, h], 1); // [B, I + U]
      const gate = (wI: tf.Tensor2D, wH: tf.Tensor2D, b: tf.Tensor1D) =>
        sigmoid(add(einsum('B J, J U -> B U', both, concat([wI, wH], 0)), b));
      const r = gate(wIr, wHr, add(bIr, bHr));
      const z = gate(wIz, wHz, add(bIz, bHz));
      const fromState = add(einsum('B U, U K -> B K', h, wHn), bHn);
      const n = tanh(add(add(einsum('B I, I U -> B U', x, wIn), bIn), mul(r, fromState)));
      return add(mul(rsub(1, z), n), mul(z, h));
    },
    'with-tfjs-only': (p, x, h) => {
      const fromInput = tf.split(tf.add(tf.matMul(x, p.wIh), p.bIh), 3, 1);
      const fromState = tf.split(tf.add(tf.matMul(h, p.wHh), p.bHh), 3, 1);
      const [xr, xz, xn] = fromInput as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const [hr, hz, hn] = fromState as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const r = tf.sigmoid(tf.add(hr, xr));
      const z = tf.sigmoid(tf.add(hz, xz));
      const n = tf.tanh(tf.add(tf.mul(hn, r), xn));
      return tf.add(tf.mul(h, z), tf.mul(n, tf.sub(1, z)));
    },
  },
};
