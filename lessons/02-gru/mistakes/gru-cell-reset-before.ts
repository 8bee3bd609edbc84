import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  concat,
  einsum,
  mul,
  rsub,
  sigmoid,
  split,
  sub,
  tanh,
} from '../../../src/core/index.js';
import type { GruResetBeforeParams } from '../../../src/layers/gru-reset-before.js';

/**
 * The parts of r, z and n from the input with the bias, those from the state, each [B, U], and n's
 * weights.
 */
function parts(p: GruResetBeforeParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.b), 3, 1);
  const [hr, hz, hn] = split(einsum('B U, U G -> B G', h, p.wHh), 3, 1);
  const [, , wHn] = split(p.wHh, 3, 1);
  return { xr, xz, xn, hr, hz, hn, wHn };
}

/** (1 - z) n + z h */
function mixed(z: tf.Tensor2D, n: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  return add(n, mul(z, sub(h, n)));
}

export const bank: MistakeBank = {
  mistakes: {
    'reset-after-the-product': {
      place: 'r and z are right. At which moment does r come in?',
      probe:
        'With a single unit all is right. With two it is not: let r be 1 and 0, and follow what unit 0 sends to unit 1.',
      cause:
        'r multiplies the finished product h Whn: this is gruCell with another bias. Here r acts on the state before the product: (r * h) Whn.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(add(xn, mul(r, hn))), h);
      },
    },
    'reset-reaches-the-update-gate': {
      place: 'r is right. Which state do the others see?',
      probe: 'With r = 0 the gate z still looks at the whole old state. Does yours?',
      cause:
        'The product of r * h is used for z too. Only the proposal sees the state that r has been at; z is made from h itself.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, hr } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const { xz, xn, hz, hn } = parts(p, x, mul(r, h));
        return mixed(sigmoid(add(xz, hz)), tanh(add(xn, hn)), h);
      },
    },
    'reset-state-kept': {
      place: 'n is right. Look at your last line.',
      probe: 'With a bias of 60 at z and of -60 at r the new state is h. Is yours 0?',
      cause:
        'What z keeps is r * h, not h. r decides what the proposal sees; what is kept is the old state as it was.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const seen = mul(r, h);
        const n = tanh(add(xn, einsum('B U, U G -> B G', seen, wHn)));
        return mixed(z, n, seen);
      },
    },
    'update-gate-swapped': {
      place: 'Look at your last line, where the old state and the proposal meet.',
      probe:
        'A large bias at z makes z nearly 1. The new state should then be the old one. Which of the two does yours become?',
      cause:
        'z and 1 - z are exchanged: where the gate says keep, the proposal comes in. Here z keeps the old state: (1 - z) * n + z * h.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
        return mixed(rsub(1, z), n, h);
      },
    },
    'gates-in-the-order-of-keras': {
      place: 'Which third of wIh belongs to which gate?',
      probe:
        'Give the first third of b 60 and leave all else 0. That is gate r, and r acts on n alone: z stays 0.5. What happens to the state in yours?',
      cause:
        'r and z have changed places: where the parts are taken out (z, r, n is the order of Keras) or where they are used. Here the first third is r, which acts inside n, and the second is z, which mixes n with h.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr: xz, xz: xr, xn, hr: hz, hz: hr, wHn } = parts(p, x, h);
        const z = sigmoid(add(xz, hz));
        const r = sigmoid(add(xr, hr));
        const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
        return mixed(z, n, h);
      },
    },
    'reset-before-and-after': {
      place: 'r and z are right. How often do you multiply by r?',
      probe:
        'With a single unit, r = 0.5, h = 1 and Whn = 1, the state brings 0.5 to n. And in yours?',
      cause:
        'r acts on the state and once more on the product. Once is enough: (r * h) Whn goes to n as it is.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = tanh(add(xn, mul(r, einsum('B U, U G -> B G', mul(r, h), wHn))));
        return mixed(z, n, h);
      },
    },
    'bias-forgotten': {
      place: 'Give the step an x and an h of zeros. What is left?',
      probe:
        'With x and h zero, and b of 0 but for 0.5 at n, the new state is 0.5 * tanh(0.5) = 0.2311. What is yours?',
      cause:
        'b is never added. There is one bias, [G], with a third for each of r, z and n: add it to the product of x.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts({ ...p, b: tf.zerosLike(p.b) }, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
        return mixed(z, n, h);
      },
    },
    'bias-twice': {
      place: 'Give the step an x and an h of zeros. What is left?',
      probe:
        'With x and h zero, and b of 0 but for 0.5 at n, the new state is 0.5 * tanh(0.5) = 0.2311. What is yours?',
      cause:
        'b is added to the part from the input and to the part from the state. There is one bias here: once is enough.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts({ ...p, b: add(p.b, p.b) }, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = tanh(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
        return mixed(z, n, h);
      },
    },
    'sigmoid-for-the-proposal': {
      place: 'Start from zeros. Can your new state have a negative entry?',
      probe: 'With x, h and b all 0 the new state is 0. What is yours?',
      cause:
        'n goes through sigmoid like the gates. A gate is a share, between 0 and 1. The proposal is a state, between -1 and 1: tanh.',
      run: function gruCellResetBefore(
        p: GruResetBeforeParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
      ): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, wHn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = sigmoid(add(xn, einsum('B U, U G -> B G', mul(r, h), wHn)));
        return mixed(z, n, h);
      },
    },
  },
  variants: {
    'the-whole-product-again': function gruCellResetBefore(
      p: GruResetBeforeParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
      const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.b), 3, 1);
      const [hr, hz] = split(einsum('B U, U G -> B G', h, p.wHh), 3, 1);
      const r = sigmoid(add(xr, hr));
      const z = sigmoid(add(xz, hz));
      const [, , hn] = split(einsum('B U, U G -> B G', mul(r, h), p.wHh), 3, 1);
      return add(mul(rsub(1, z), tanh(add(xn, hn))), mul(z, h));
    },
    'one-matrix': function gruCellResetBefore(
      p: GruResetBeforeParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
      const [wr, wz, wn] = split(concat([p.wIh, p.wHh], 0), 3, 1); // each [I + U, U]
      const [br, bz, bn] = split(p.b, 3);
      const both = concat([x, h], 1);
      const r = sigmoid(add(einsum('B J, J U -> B U', both, wr), br));
      const z = sigmoid(add(einsum('B J, J U -> B U', both, wz), bz));
      const reset = concat([x, mul(r, h)], 1);
      const n = tanh(add(einsum('B J, J U -> B U', reset, wn), bn));
      return sub(n, mul(z, sub(n, h)));
    },
    'with-tfjs-only': function gruCellResetBefore(
      p: GruResetBeforeParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
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
