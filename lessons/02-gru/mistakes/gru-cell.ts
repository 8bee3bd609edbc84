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
import type { GruParams } from '../../../src/layers/gru.js';

/** The parts of r, z and n that come from the input, and those that come from the state, each [B, U]. */
function parts(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1);
  const [hr, hz, hn] = split(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh), 3, 1);
  return { xr, xz, xn, hr, hz, hn };
}

/** (1 - z) n + z h */
function mixed(z: tf.Tensor2D, n: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  return add(n, mul(z, sub(h, n)));
}

export const bank: MistakeBank = {
  mistakes: {
    'update-gate-swapped': {
      place: 'Look at your last line, where the old state and the proposal meet.',
      probe:
        'A large bias at z makes z nearly 1. The new state should then be the old one. Which of the two does yours become?',
      cause:
        'z and 1 - z are exchanged: where the gate says keep, the proposal comes in. Here z keeps the old state: (1 - z) * n + z * h. (Some papers have it the other way round, so look before you copy.)',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const n = tanh(add(xn, mul(r, hn)));
        return add(mul(z, n), mul(rsub(1, z), h));
      },
    },
    'recurrent-bias-outside-reset': {
      place: 'r and z are right. Which terms does r multiply in yours?',
      probe:
        'Give n a recurrent bias of 5, and r a bias of -60, so that r is 0. Does the 5 still reach n?',
      cause:
        'Only h Whn stands inside r; bhn is added outside. r shuts off all that comes from the state, its bias too: r * (h Whn + bhn). That is also why there are two biases: only here is their sum not the same.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1);
        const [hr, hz, hn] = split(einsum('B U, U G -> B G', h, p.wHh), 3, 1);
        const [br, bz, bn] = split(p.bHh, 3);
        const r = sigmoid(add(add(xr, hr), br));
        const z = sigmoid(add(add(xz, hz), bz));
        const n = tanh(add(add(xn, mul(r, hn)), bn));
        return mixed(z, n, h);
      },
    },
    'reset-before-the-product': {
      place: 'r and z are right. What do you multiply r with, and when?',
      probe:
        'With a single unit and no bias bhn all is right. With two units it is not. What does the product with Whn mix?',
      cause:
        'r multiplies h, and the result goes through Whn: the reset before the product, as the paper of 2014 has it. Here it comes after: r * (h Whn + bhn).',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        const [, , hn] = split(add(einsum('B U, U G -> B G', mul(r, h), p.wHh), p.bHh), 3, 1);
        return mixed(z, tanh(add(xn, hn)), h);
      },
    },
    'gates-in-the-order-of-keras': {
      place: 'Which third of wIh belongs to which gate?',
      probe:
        'Give the first third of bIh 60 and leave all else 0. That is gate r, and r acts on n alone: z stays 0.5. What happens to the state in yours?',
      cause:
        'r and z have changed places: where the parts are taken out (z, r, n is the order of Keras) or where they are used. Here, as in PyTorch, the first third is r, which acts inside n, and the second is z, which mixes n with h.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr: xz, xz: xr, xn, hr: hz, hz: hr, hn } = parts(p, x, h);
        const z = sigmoid(add(xz, hz));
        const r = sigmoid(add(xr, hr));
        const n = tanh(add(xn, mul(r, hn)));
        return mixed(z, n, h);
      },
    },
    'sigmoid-for-the-proposal': {
      place: 'Start from zeros. Can your new state have a negative entry?',
      probe: 'With x, h and all biases 0 the new state is 0. What is yours?',
      cause:
        'n goes through sigmoid like the gates. A gate is a share, between 0 and 1. The proposal is a state, between -1 and 1: tanh.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, sigmoid(add(xn, mul(r, hn))), h);
      },
    },
    'tanh-for-the-gates': {
      place: 'In which range do your r and z lie?',
      probe: 'With all biases 0, and x and h 0 too, each gate is half open: 0.5. What are yours?',
      cause:
        'The gates go through tanh and can be negative: a state that is kept to -40 % makes no sense. A gate is a share: sigmoid.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = tanh(add(xr, hr));
        const z = tanh(add(xz, hz));
        return mixed(z, tanh(add(xn, mul(r, hn))), h);
      },
    },
    'proposal-in-full': {
      place: 'Look at your last line, where the old state and the proposal meet.',
      probe: 'Take n = 1 and h = 1. The new state lies between the two, so it is 1. What is yours?',
      cause:
        'n is added in full, so the state can grow step after step. What z does not keep, the proposal fills: (1 - z) * n + z * h. The two shares sum to 1.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return add(tanh(add(xn, mul(r, hn))), mul(z, h));
      },
    },
    'reset-left-out': {
      place: 'Change the first third of the weights. Does your new state change?',
      probe: 'With a bias of -60 at r, the proposal is that of a step from h = 0. Is yours?',
      cause:
        'r is not used: the proposal always sees the whole old state. Multiply what comes from the state by r: r * (h Whn + bhn).',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xz, xn, hz, hn } = parts(p, x, h);
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(add(xn, hn)), h);
      },
    },
    'reset-on-the-input-too': {
      place: 'r and z are right. Which terms does r multiply in yours?',
      probe: 'With a bias of -60 at r, n is tanh(x Win + bin). Is yours 0?',
      cause:
        'r multiplies the whole sum under tanh, so a unit that resets does not see its input either. r acts on what comes from the state alone.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts(p, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(mul(r, add(xn, hn))), h);
      },
    },
    'recurrent-bias-forgotten': {
      place: 'Give the step an x and an h of zeros. Which numbers are left?',
      probe: 'Change bHh and nothing else. Does your new state change?',
      cause:
        'bHh is never added. There are two biases, each [G]: bIh with the product of x, bHh with that of h.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts({ ...p, bHh: tf.zerosLike(p.bHh) }, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(add(xn, mul(r, hn))), h);
      },
    },
    'input-bias-forgotten': {
      place: 'Give the step an x and an h of zeros. Which numbers are left?',
      probe: 'Change bIh and nothing else. Does your new state change?',
      cause:
        'bIh is never added. There are two biases, each [G]: bIh with the product of x, bHh with that of h.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const { xr, xz, xn, hr, hz, hn } = parts({ ...p, bIh: tf.zerosLike(p.bIh) }, x, h);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(add(xn, mul(r, hn))), h);
      },
    },
    'gates-interleaved': {
      place: 'With a single unit all is right. Which columns of a product belong to r?',
      probe: 'For U = 2 the six columns of wIh are r r z z n n. Which do you take for r?',
      cause:
        'The columns are taken in threes, r z n r z n. The gates lie one behind the other, U columns each: split(a, 3, 1), or a reshape to [B, 3, U], not [B, U, 3].',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const [B, U] = h.shape;
        const gates = (a: tf.Tensor2D): tf.Tensor3D => tf.reshape(a, [B, U, 3]);
        const a = gates(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh));
        const c = gates(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh));
        const part = (of: tf.Tensor3D, gate: number): tf.Tensor2D =>
          tf.squeeze(tf.slice(of, [0, 0, gate], [B, U, 1]), [2]);
        const r = sigmoid(add(part(a, 0), part(c, 0)));
        const z = sigmoid(add(part(a, 1), part(c, 1)));
        return mixed(z, tanh(add(part(a, 2), mul(r, part(c, 2)))), h);
      },
    },
    'weights-as-in-pytorch': {
      place: 'Read the two sizes in the message. Along which axis of the weights do you sum?',
      probe: 'wIh is [I, G]. How long are the two axes for I = 3 and U = 5?',
      cause:
        'The weights are used transposed, as PyTorch stores them: [G, I] and [G, U]. Here the first axis is what is summed over: x wIh, h wHh.',
      run: function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
        const [xr, xz, xn] = split(add(einsum('B I, G I -> B G', x, p.wIh), p.bIh), 3, 1);
        const [hr, hz, hn] = split(add(einsum('B U, G U -> B G', h, p.wHh), p.bHh), 3, 1);
        const r = sigmoid(add(xr, hr));
        const z = sigmoid(add(xz, hz));
        return mixed(z, tanh(add(xn, mul(r, hn))), h);
      },
    },
  },
  variants: {
    'weights-of-one-row': function gruCell(
      p: GruParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
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
    'with-tfjs-only': function gruCell(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
      const fromInput = tf.split(tf.add(tf.matMul(x, p.wIh), p.bIh), 3, 1);
      const fromState = tf.split(tf.add(tf.matMul(h, p.wHh), p.bHh), 3, 1);
      const [xr, xz, xn] = fromInput as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const [hr, hz, hn] = fromState as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const r = tf.sigmoid(tf.add(hr, xr));
      const z = tf.sigmoid(tf.add(hz, xz));
      const n = tf.tanh(tf.add(tf.mul(hn, r), xn));
      return tf.add(tf.mul(h, z), tf.mul(n, tf.sub(1, z)));
    },
    'gates-sliced-out': function gruCell(
      p: GruParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
    ): tf.Tensor2D {
      const [B, U] = h.shape;
      const a = add(einsum('B I, I G -> B G', x, p.wIh), p.bIh);
      const c = add(einsum('B U, U G -> B G', h, p.wHh), p.bHh);
      const part = (of: tf.Tensor2D, gate: number) => tf.slice(of, [0, gate * U], [B, U]);
      const gates = sigmoid(add(tf.slice(a, [0, 0], [B, 2 * U]), tf.slice(c, [0, 0], [B, 2 * U])));
      const n = tanh(add(part(a, 2), mul(part(gates, 0), part(c, 2))));
      return sub(n, mul(part(gates, 1), sub(n, h)));
    },
  },
};
