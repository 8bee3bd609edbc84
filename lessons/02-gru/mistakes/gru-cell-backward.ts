import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  concat,
  div,
  einsum,
  mapParams,
  mul,
  neg,
  rsub,
  sigmoid,
  split,
  square,
  sub,
  sum,
  tanh,
} from '../../../src/core/index.js';
import type { GruCellGradients, GruParams } from '../../../src/layers/gru.js';

type Mat = tf.Tensor2D;

/** The step once more: gates, proposal, what r multiplies, and what tanh was given, each [B, U]. */
function step(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [xr, xz, xn] = split(add(einsum('B I, I G -> B G', x, p.wIh), p.bIh), 3, 1);
  const [hr, hz, hn] = split(add(einsum('B U, U G -> B G', h, p.wHh), p.bHh), 3, 1);
  const r = sigmoid(add(xr, hr));
  const an = add(xn, mul(r, hn));
  return { r, z: sigmoid(add(xz, hz)), n: tanh(an), hn, an };
}

/** s (1 - s), the slope of sigmoid where it gave s. */
const slope = (s: tf.Tensor2D) => mul(s, rsub(1, s));

/** The gradients at what tanh and the gates were given. */
function inside(p: GruParams, x: tf.Tensor2D, h: tf.Tensor2D, dhNext: tf.Tensor2D) {
  const { r, z, n, hn } = step(p, x, h);
  const dan = mul(mul(dhNext, rsub(1, z)), rsub(1, square(n)));
  const daz = mul(mul(dhNext, sub(h, n)), slope(z));
  return { r, z, n, hn, dan, daz, dar: mul(mul(dan, hn), slope(r)) };
}

/** All six gradients from those of x wIh + bIh and h wHh + bHh, and what h gets besides. */
function from(
  p: GruParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  [da, dc]: readonly [tf.Tensor2D, tf.Tensor2D],
  straight: tf.Tensor2D,
): GruCellGradients {
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', h, dc),
    dbIh: sum('B G -> G', da),
    dbHh: sum('B G -> G', dc),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: add(straight, einsum('B G, U G -> B U', dc, p.wHh)),
  };
}

type Inside = Readonly<Record<'dar' | 'daz' | 'dan' | 'r', tf.Tensor2D>>;

/** What the two products get: n's part of the second has been through r. */
function products({ dar, daz, dan, r }: Inside): readonly [tf.Tensor2D, tf.Tensor2D] {
  return [concat([dar, daz, dan], 1), concat([dar, daz, mul(dan, r)], 1)];
}

export const bank: MistakeBank = {
  mistakes: {
    'way-through-r-lost': {
      place:
        'Only what belongs to gate r is off, and what depends on it. How does r get a gradient?',
      probe: 'Look at the first third of dbIh. Is it 0?',
      cause:
        'r is taken as a constant, so its weights would never learn. r multiplies hn under tanh: dar = dan * hn * r * (1 - r).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        return from(p, x, h, products({ ...a, dar: tf.zerosLike(a.dar) }), mul(dhNext, a.z));
      },
    },
    'gates-taken-as-constants': {
      place: 'Look at the first two thirds of dbIh.',
      probe: 'Move a bias of z a little. Does the new state move? So can its gradient be 0?',
      cause:
        'r and z are taken as constants, and only the proposal gets a gradient. The gates are made from x and h too: daz from dhNext * (h - n), dar from dan * hn.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const none = tf.zerosLike(a.dan);
        return from(p, x, h, products({ ...a, dar: none, daz: none }), mul(dhNext, a.z));
      },
    },
    'biases-averaged': {
      place: 'With one line all is right. Look at how your dbIh and dbHh put several together.',
      probe: 'Put the same line into the batch twice. dwIh doubles. Does dbIh?',
      cause:
        'The gradients of the biases are averaged over the batch. All lines share a bias, so what they bring to it adds up; the mean is made once, by the loss.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const all = from(p, x, h, products(a), mul(dhNext, a.z));
        const B = x.shape[0];
        return { ...all, dbIh: div(all.dbIh, B), dbHh: div(all.dbHh, B) };
      },
    },
    'reset-lost-on-the-way-to-the-state': {
      place: 'dwIh, dbIh and dx are right. What is different on the side of the state?',
      probe:
        'With r = 0 the proposal does not see h. How large is the last third of dbHh in yours?',
      cause:
        'The same gradient is used for both products. What h Whn + bhn made went through r before tanh, so its gradient is dan * r.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const [da] = products(a);
        return from(p, x, h, [da, da], mul(dhNext, a.z));
      },
    },
    'reset-lost-on-the-way-to-h': {
      place: 'Only dh is off. What comes back through wHh?',
      probe:
        'With r = 0 and z = 0 the proposal does not see h. What does Whn bring to dh in yours?',
      cause:
        'dh takes the gradient of the product of x back through wHh. That of h wHh + bHh is another one: in its last third it is dan * r.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const [da, dc] = products(a);
        const straight = mul(dhNext, a.z);
        const dh = add(straight, einsum('B G, U G -> B U', da, p.wHh));
        return { ...from(p, x, h, [da, dc], straight), dh };
      },
    },
    'reset-on-the-way-to-the-input-too': {
      place: 'dwHh, dbHh and dh are right. What is different on the side of the input?',
      probe: 'With r = 0 the proposal still sees x. How large is the last third of dbIh in yours?',
      cause:
        'The same gradient is used for both products. What x Win + bin made goes into tanh beside r, so its gradient is dan itself.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const [, dc] = products(a);
        return from(p, x, h, [dc, dc], mul(dhNext, a.z));
      },
    },
    'straight-way-lost': {
      place: 'Only dh is off. In how many places of the step does h stand?',
      probe:
        'With a bias of 60 at gate z the step copies h. What should dh be then, and what is yours?',
      cause:
        'dh comes through the weights alone. z * h is a way of its own, the one on which a gradient travels far: add dhNext * z.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        return from(p, x, h, products(a), tf.zerosLike(h));
      },
    },
    'straight-way-only': {
      place: 'Only dh is off. In how many places of the step does h stand?',
      probe:
        'With a bias of -60 at gate z nothing is kept, and still n depends on h. What is dh then?',
      cause:
        'dh is dhNext * z alone. h also goes into both gates and the proposal, through wHh: add dc times wHh transposed.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const straight = mul(dhNext, a.z);
        return { ...from(p, x, h, products(a), straight), dh: straight };
      },
    },
    'straight-way-without-its-gate': {
      place: 'Only dh is off. In how many places of the step does h stand?',
      probe: 'With a bias of -60 at gate z the old state is not kept. What comes back on that way?',
      cause:
        'dhNext is added to dh as if h went on unchanged. What is kept is z * h, so that way carries dhNext * z.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        return from(p, x, h, products(inside(p, x, h, dhNext)), dhNext);
      },
    },
    'update-gate-swapped': {
      place: 'All six are off. Begin where dhNext is parted between n and h.',
      probe: 'With a bias of 60 at gate z the step copies h. Should the weights get any gradient?',
      cause:
        "z and 1 - z are exchanged: in h' = (1 - z) * n + z * h the proposal gets dhNext * (1 - z), the old state dhNext * z, and z gets dhNext * (h - n).",
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn } = step(p, x, h);
        const dan = mul(mul(dhNext, z), rsub(1, square(n)));
        const daz = mul(mul(dhNext, sub(n, h)), slope(z));
        const dar = mul(mul(dan, hn), slope(r));
        return from(p, x, h, products({ r, dan, daz, dar }), mul(dhNext, rsub(1, z)));
      },
    },
    'proposal-gets-the-whole-gradient': {
      place: 'The second third of dbIh, that of z, is right. Look at n.',
      probe: 'With a bias of 60 at gate z nothing of n is written. What gradient should it get?',
      cause:
        'n gets dhNext in full. Only a share of 1 - z of it went into the new state: dn = dhNext * (1 - z).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn } = step(p, x, h);
        const dan = mul(dhNext, rsub(1, square(n)));
        const daz = mul(mul(dhNext, sub(h, n)), slope(z));
        const dar = mul(mul(dan, hn), slope(r));
        return from(p, x, h, products({ r, dan, daz, dar }), mul(dhNext, z));
      },
    },
    'update-gate-without-the-proposal': {
      place: 'Look at the second third of dbIh, the one of z.',
      probe: 'Take h = n. However z moves, the new state stays. So what is the gradient of z?',
      cause:
        "z gets dhNext * h, as if it stood at h alone. It stands in 1 - z as well: h' = n + z * (h - n), so z gets dhNext * (h - n).",
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const daz = mul(mul(dhNext, h), slope(a.z));
        return from(p, x, h, products({ ...a, daz }), mul(dhNext, a.z));
      },
    },
    'sign-of-dz': {
      place: 'Look at the second third of dbIh, the one of z.',
      probe: "Take h = 1 and n = 0, so h' = z. When z grows, does h' grow?",
      cause:
        "dz is dhNext * (n - h). h' = n + z * (h - n), so z gets dhNext * (h - n): more of z brings more of h.",
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        return from(p, x, h, products({ ...a, daz: neg(a.daz) }), mul(dhNext, a.z));
      },
    },
    'slope-of-tanh-for-the-gates': {
      place: 'The last third of dbIh is right, the others are not. Look at r and z.',
      probe: 'A gate that is half open is where sigmoid is steepest: slope 0.25. What is yours?',
      cause:
        'The gates use 1 - r² and 1 - z², the slope of tanh. That of sigmoid is r * (1 - r) and z * (1 - z).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn } = step(p, x, h);
        const dan = mul(mul(dhNext, rsub(1, z)), rsub(1, square(n)));
        const daz = mul(mul(dhNext, sub(h, n)), rsub(1, square(z)));
        const dar = mul(mul(dan, hn), rsub(1, square(r)));
        return from(p, x, h, products({ r, dan, daz, dar }), mul(dhNext, z));
      },
    },
    'slopes-of-the-gates-left-out': {
      place: 'The last third of dbIh is right, the others are not. Look at r and z.',
      probe:
        'A gate at 0.9999 hardly moves any more. How much gradient do its weights get in yours?',
      cause:
        'The gradients of r and z go to the weights as they are. Both went through sigmoid: times r * (1 - r) and z * (1 - z).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn } = step(p, x, h);
        const dan = mul(mul(dhNext, rsub(1, z)), rsub(1, square(n)));
        const daz = mul(dhNext, sub(h, n));
        return from(p, x, h, products({ r, dan, daz, dar: mul(dan, hn) }), mul(dhNext, z));
      },
    },
    'slope-of-sigmoid-for-the-proposal': {
      place: 'The second third of dbIh, that of z, is right. Look at n.',
      probe: 'At n = 0 the tanh is as steep as it gets: slope 1. What is yours there?',
      cause: 'n * (1 - n) is the slope of sigmoid. n comes out of tanh: 1 - n².',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn } = step(p, x, h);
        const dan = mul(mul(dhNext, rsub(1, z)), slope(n));
        const daz = mul(mul(dhNext, sub(h, n)), slope(z));
        const dar = mul(mul(dan, hn), slope(r));
        return from(p, x, h, products({ r, dan, daz, dar }), mul(dhNext, z));
      },
    },
    'slope-from-before-tanh': {
      place: 'The second third of dbIh, that of z, is right. Look at n.',
      probe: 'At a = 2 the slope of tanh is about 0.07. 1 - a² would be -3.',
      cause:
        'The slope is taken as 1 - a², with a what tanh was given. It is 1 - tanh(a)², and tanh(a) is n: 1 - n².',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const { r, z, n, hn, an } = step(p, x, h);
        const dan = mul(mul(dhNext, rsub(1, z)), rsub(1, square(an)));
        const daz = mul(mul(dhNext, sub(h, n)), slope(z));
        const dar = mul(mul(dan, hn), slope(r));
        return from(p, x, h, products({ r, dan, daz, dar }), mul(dhNext, z));
      },
    },
    'reset-gets-the-state-itself': {
      place: 'Only what belongs to gate r is off, and what depends on it. What does r multiply?',
      probe: 'With Whn and bhn all zeros r changes nothing, so its gradient is 0. What is yours?',
      cause:
        'dar is made with h. What r multiplies is what the product made of it, hn = h Whn + bhn: dar = dan * hn * r * (1 - r).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const dar = mul(mul(a.dan, h), slope(a.r));
        return from(p, x, h, products({ ...a, dar }), mul(dhNext, a.z));
      },
    },
    'reset-before-the-slope-of-tanh': {
      place: 'Only what belongs to gate r is off, and what depends on it. Where does r stand in n?',
      probe:
        'At n = 0.999 the tanh is flat, and r can hardly move it. How large is your dar there?',
      cause:
        'dar is made from dn. r stands under tanh, so its gradient comes through the slope first: dar = dan * hn * r * (1 - r).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const dn = mul(dhNext, rsub(1, a.z));
        const dar = mul(mul(dn, a.hn), slope(a.r));
        return from(p, x, h, products({ ...a, dar }), mul(dhNext, a.z));
      },
    },
    'reset-without-its-bias': {
      place: 'Only what belongs to gate r is off, and what depends on it. What does r multiply?',
      probe: 'With h all zeros r still multiplies something. What?',
      cause:
        'dar is made with h Whn alone. The bias stands inside r as well: r multiplies hn = h Whn + bhn.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const [, , hn] = split(einsum('B U, U G -> B G', h, p.wHh), 3, 1);
        const dar = mul(mul(a.dan, hn), slope(a.r));
        return from(p, x, h, products({ ...a, dar }), mul(dhNext, a.z));
      },
    },
    'gates-in-the-order-of-keras': {
      place: 'Compare the thirds of your dbIh with each other.',
      probe: 'With Whn and bhn all zeros the gradient of r is 0. Which third of your dbIh is 0?',
      cause:
        'The three gradients are joined as z, r, n, the order of Keras. The weights hold r, z, n: concat([dar, daz, dan], 1).',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        return from(p, x, h, products({ ...a, dar: a.daz, daz: a.dar }), mul(dhNext, a.z));
      },
    },
    'one-bias-for-both': {
      place: 'Only dbHh is off. How do the two biases differ?',
      probe:
        'With r = 0 the recurrent bias of n changes nothing. How large is its gradient in yours?',
      cause:
        'dbHh is a copy of dbIh. In r and z the two biases do the same, but bhn stands inside r: dbHh sums dc, as dwHh does.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const gradients = from(p, x, h, products(a), mul(dhNext, a.z));
        return { ...gradients, dbHh: gradients.dbIh };
      },
    },
    'dwHh-from-the-new-state': {
      place: 'Only dwHh is off. Which state did wHh multiply?',
      probe: 'With h all zeros wHh played no part, so dwHh is 0. What is yours?',
      cause: "dwHh is made with h', the state after the step. wHh multiplied the one before it: h.",
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const [da, dc] = products(a);
        const after = add(a.n, mul(a.z, sub(h, a.n)));
        const gradients = from(p, x, h, [da, dc], mul(dhNext, a.z));
        return { ...gradients, dwHh: einsum('B U, B G -> U G', after, dc) };
      },
    },
    'mean-over-the-batch': {
      place: 'dx and dh are right. By which factor are the others off?',
      probe: 'Put the same line into the batch twice. dwIh should double. Does yours?',
      cause:
        'The gradients of the weights are divided by the size of the batch. The loss that dhNext came from has done its dividing already: take the sum over the batch.',
      run: function gruCellBackward(p: GruParams, x: Mat, h: Mat, dhNext: Mat): GruCellGradients {
        const a = inside(p, x, h, dhNext);
        const { dx, dh, ...weights } = from(p, x, h, products(a), mul(dhNext, a.z));
        return { ...mapParams(weights, (gradient) => div(gradient, x.shape[0])), dx, dh };
      },
    },
  },
  variants: {
    'gate-by-gate': function gruCellBackward(
      p: GruParams,
      x: Mat,
      h: Mat,
      dhNext: Mat,
    ): GruCellGradients {
      const a = inside(p, x, h, dhNext);
      const ofInput = [a.dar, a.daz, a.dan];
      const ofState = [a.dar, a.daz, mul(a.dan, a.r)];
      const toInput = split(p.wIh, 3, 1);
      const toState = split(p.wHh, 3, 1);
      const back = (of: readonly tf.Tensor2D[], weights: readonly tf.Tensor2D[]): tf.Tensor2D =>
        tf.addN(weights.map((w, gate) => tf.matMul(of[gate] ?? a.dan, w, false, true)));
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
        dx: back(ofInput, toInput),
        dh: add(back(ofState, toState), mul(dhNext, a.z)),
      };
    },
    'with-tfjs-only': function gruCellBackward(
      p: GruParams,
      x: Mat,
      h: Mat,
      dhNext: Mat,
    ): GruCellGradients {
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
    'one-product-of-both': function gruCellBackward(
      p: GruParams,
      x: Mat,
      h: Mat,
      dhNext: Mat,
    ): GruCellGradients {
      const [B, I] = x.shape;
      const a = inside(p, x, h, dhNext);
      const [da, dc] = products(a);
      const ones: tf.Tensor2D = tf.ones([B, 1]);
      const ofInput = einsum('B J, B G -> J G', concat([x, ones], 1), da); // [I + 1, G]
      const ofState = einsum('B J, B G -> J G', concat([h, ones], 1), dc); // [U + 1, G]
      const G = 3 * h.shape[1];
      return {
        dwIh: tf.slice(ofInput, [0, 0], [I, G]),
        dwHh: tf.slice(ofState, [0, 0], [h.shape[1], G]),
        dbIh: tf.reshape<tf.Rank.R1>(tf.slice(ofInput, [I, 0], [1, G]), [G]),
        dbHh: tf.reshape<tf.Rank.R1>(tf.slice(ofState, [h.shape[1], 0], [1, G]), [G]),
        dx: einsum('B G, I G -> B I', da, p.wIh),
        dh: sub(einsum('B G, U G -> B U', dc, p.wHh), mul(neg(a.z), dhNext)),
      };
    },
  },
};
