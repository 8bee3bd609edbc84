import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, concat, einsum, mul, sigmoid, split, sub, tanh } from '../../../src/core/index.js';
import type { gruCellResetBefore } from '../../../src/layers/gru-reset-before.js';

export const bank: MistakeBank<typeof gruCellResetBefore> = {
  mistakes: {
    'reset-after-the-product': {
      edit: {
        "einsum('B U, U G -> B G', mul(r, h), wHn)": "mul(r, einsum('B U, U G -> B G', h, wHn))",
      },
      place: 'r and z are right. When does r come in?',
      probe:
        'With a single unit all is right. With two it is not: let r be 1 and 0, and follow what unit 0 sends to unit 1.',
      cause:
        'r multiplies the finished product h Whn: this is gruCell with one bias less. Here r acts on the state before the product: (r * h) Whn.',
    },
    'update-gate-swapped': {
      edit: { 'add(n, mul(z, sub(h, n)))': 'add(h, mul(z, sub(n, h)))' },
      place: 'Look at your last line, where the old state and the proposal meet.',
      probe:
        'A large bias at z makes z nearly 1. The new state should then be the old one. Which of the two does yours become?',
      cause:
        'z and 1 - z are exchanged: where the gate says keep, the proposal comes in. Here z keeps the old state: (1 - z) * n + z * h.',
    },
    'reset-reaches-the-update-gate': {
      edit: { 'h, wHz': 'mul(r, h), wHz' },
      place: 'r is right. Which state do z and n see?',
      probe: 'With r = 0 the gate z still sees the whole old state. Does yours?',
      cause:
        'You use the product of r * h for z too. Only the proposal sees r * h; z is computed from h itself.',
    },
    'tanh-left-out': {
      edit: { 'n = tanh(': 'n = (' },
      place: 'r and z are right. Can your new state leave the range from -1 to 1?',
      probe:
        'With x and h zero, and b 0 except for 0.5 at n, the new state is 0.5 * tanh(0.5) = 0.2311. Is yours 0.25?',
      cause:
        'The proposal is taken before tanh. Without it nothing bounds the state, and it can grow with every step: n = tanh(...).',
    },
  },
  variants: {
    'one-matrix': (p, x, h) => {
      const [wr, wz, wn] = split(concat([p.wIh, p.wHh], 0), 3, 1); // each [I + U, U]
      const [br, bz, bn] = split(p.b, 3);
      const both = concat([x, h], 1);
      const r = sigmoid(add(einsum('B J, J U -> B U', both, wr), br));
      const z = sigmoid(add(einsum('B J, J U -> B U', both, wz), bz));
      const reset = concat([x, mul(r, h)], 1);
      const n = tanh(add(einsum('B J, J U -> B U', reset, wn), bn));
      return sub(n, mul(z, sub(n, h)));
    },
    'with-tfjs-only': (p, x, h) => {
      const U = h.shape[1];
      const third = (w: tf.Tensor2D, gate: number) => tf.slice(w, [0, gate * U], [-1, U]);
      const sumOf = (state: tf.Tensor2D, gate: number): tf.Tensor2D =>
        tf.add(
          tf.add(tf.matMul(state, third(p.wHh, gate)), tf.matMul(x, third(p.wIh, gate))),
          tf.slice(p.b, gate * U, U),
        );
      const z = tf.sigmoid(sumOf(h, 1));
      const n = tf.tanh(sumOf(tf.mul(tf.sigmoid(sumOf(h, 0)), h), 2));
      return tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), n));
    },
  },
};
