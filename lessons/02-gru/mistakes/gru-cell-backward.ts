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
  sum,
  tanh,
} from '../../../src/core/index.js';
import type { gruCellBackward } from '../../../src/layers/gru.js';

export const bank: MistakeBank<typeof gruCellBackward> = {
  mistakes: {
    'way-through-r-lost': {
      edit: { 'dar = mul(mul(dan, hn), mul(r, rsub(1, r)))': 'dar = tf.zerosLike(r)' },
      place:
        'Only what belongs to gate r is off, and what depends on it. How does r get a gradient?',
      probe: 'Look at the first third of dbIh. Is it 0?',
      cause:
        'You treat r as a constant, so its weights would never learn. r multiplies hn under tanh: dar = dan * hn * r * (1 - r).',
    },
    'reset-lost-on-the-way-to-the-state': {
      edit: { 'mul(dan, r)': 'dan' },
      place: 'dwIh, dbIh and dx are right. What is different on the side of the state?',
      probe:
        'With r = 0 the proposal does not see h. How large is the last third of dbHh in yours?',
      cause:
        'You use the same gradient for both products. h Whn + bhn went through r before tanh, so its gradient is dan * r.',
    },
    'straight-way-lost': {
      edit: {
        "add(mul(dhNext, z), einsum('B G, U G -> B U', dc, p.wHh))":
          "einsum('B G, U G -> B U', dc, p.wHh)",
      },
      place: 'Only dh is off. In how many places of the step does h stand?',
      probe:
        'With a bias of 60 at gate z the step copies h. What should dh be then, and what is yours?',
      cause:
        'Your dh comes through the weights alone. z * h is another way, and along it a gradient travels far: add dhNext * z.',
    },
    'slope-without-the-square': {
      edit: { 'square(n)': 'n' },
      place: 'The second third of dbIh, that of z, is right. Look at n.',
      probe: 'tanh is as steep at -1 as at 1. Is your slope the same at both?',
      cause: 'You take 1 - n as the slope of tanh. It is 1 - n²: square it.',
    },
    'sign-of-dz': {
      edit: { 'sub(h, n)': 'sub(n, h)' },
      place: 'Look at the second third of dbIh, that of z.',
      probe: "Take h = 1 and n = 0, so h' = z. When z grows, does h' grow?",
      cause:
        "Your dz is dhNext * (n - h). h' = n + z * (h - n), so z gets dhNext * (h - n): more of z brings more of h.",
    },
    'update-gate-swapped': {
      edit: {
        'mul(dhNext, rsub(1, z))': 'mul(dhNext, z)',
        'sub(h, n)': 'sub(n, h)',
        'mul(dhNext, z)': 'mul(dhNext, rsub(1, z))',
      },
      place: 'All six are off. Begin where dhNext is divided between n and h.',
      probe: 'With a bias of 60 at gate z the step copies h. Should the weights get any gradient?',
      cause:
        "z and 1 - z are exchanged. In h' = (1 - z) * n + z * h the proposal gets dhNext * (1 - z), the old state dhNext * z, and z gets dhNext * (h - n).",
    },
    'biases-averaged': {
      edit: { 'dbIh: sum(': 'dbIh: mean(', 'dbHh: sum(': 'dbHh: mean(' },
      place: 'With one line all is right. How do dbIh and dbHh combine several lines in yours?',
      probe: 'Put the same line into the batch twice. dwIh doubles. Does dbIh?',
      cause:
        'You average the gradients of the biases over the batch. All lines share a bias, so their gradients add up. If the loss is a mean, dhNext has the division in it already.',
    },
  },
  variants: {
    'gate-by-gate': (p, x, h, dhNext) => {
      const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1);
      const [hr, hz, hn] = split(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh), 3, 1);
      const [r, z] = [sigmoid(add(xr, hr)), sigmoid(add(xz, hz))];
      const n = tanh(add(xn, mul(r, hn)));
      const dan = mul(mul(dhNext, rsub(1, z)), mul(add(n, 1), rsub(1, n)));
      const daz = mul(mul(mul(dhNext, z), rsub(1, z)), sub(h, n));
      const dar = mul(mul(mul(dan, r), rsub(1, r)), hn);
      const [ofInput, ofState] = [
        [dar, daz, dan],
        [dar, daz, mul(dan, r)],
      ];
      const back = (of: readonly tf.Tensor2D[], w: tf.Tensor2D): tf.Tensor2D =>
        tf.addN(split(w, 3, 1).map((part, gate) => tf.matMul(of[gate] ?? dan, part, false, true)));
      return {
        dwIh: concat(
          ofInput.map((d) => einsum('B I, B U -> I U', x, d)),
          1,
        ),
        dwHh: concat(
          ofState.map((d) => einsum('B U, B K -> U K', h, d)),
          1,
        ),
        dbIh: concat(ofInput.map((d) => sum('B U -> U', d))),
        dbHh: concat(ofState.map((d) => sum('B U -> U', d))),
        dx: back(ofInput, p.wIh),
        dh: add(back(ofState, p.wHh), mul(dhNext, z)),
      };
    },
    'with-tfjs-only': (p, x, h, dhNext) => {
      const third = (of: tf.Tensor2D, gate: number) => tf.split(of, 3, 1)[gate] ?? of;
      const a: tf.Tensor2D = tf.add(tf.matMul(x, p.wIh), p.bIh);
      const c: tf.Tensor2D = tf.add(tf.matMul(h, p.wHh), p.bHh);
      const r = tf.sigmoid(tf.add(third(a, 0), third(c, 0)));
      const z = tf.sigmoid(tf.add(third(a, 1), third(c, 1)));
      const n = tf.tanh(tf.add(third(a, 2), tf.mul(r, third(c, 2))));
      const dn = tf.sub(dhNext, tf.mul(dhNext, z));
      const dan: tf.Tensor2D = tf.sub(dn, tf.mul(dn, tf.mul(n, n)));
      const daz: tf.Tensor2D = tf.mul(tf.mul(dn, z), tf.sub(h, n));
      const dhn: tf.Tensor2D = tf.mul(dan, r);
      const dar: tf.Tensor2D = tf.mul(tf.mul(dhn, third(c, 2)), tf.sub(1, r));
      const da = tf.concat([dar, daz, dan], 1);
      const dc = tf.concat([dar, daz, dhn], 1);
      return {
        dwIh: tf.matMul(x, da, true, false),
        dwHh: tf.matMul(h, dc, true, false),
        dbIh: tf.sum<tf.Tensor1D>(da, 0),
        dbHh: tf.sum<tf.Tensor1D>(dc, 0),
        dx: tf.matMul(da, p.wIh, false, true),
        dh: tf.add(tf.matMul(dc, p.wHh, false, true), tf.mul(z, dhNext)),
      };
    },
  },
};
