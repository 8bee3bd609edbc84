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
import type { LstmParams, LstmState } from '../../../src/layers/lstm.js';

/** What all gates are given, [B, G]. */
function given(p: LstmParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  return add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh)), p.b);
}

/** Gate number k of the four, [B, U], cut out of the weights before anything is multiplied. */
function gate(p: LstmParams, x: tf.Tensor2D, h: tf.Tensor2D, k: number): tf.Tensor2D {
  const [I, U] = [x.shape[1], h.shape[1]];
  const fromInput = einsum('B I, I V -> B V', x, tf.slice2d(p.wIh, [0, k * U], [I, U]));
  const fromState = einsum('B U, U V -> B V', h, tf.slice2d(p.wHh, [0, k * U], [U, U]));
  return add(add(fromInput, fromState), tf.slice1d(p.b, k * U, U));
}

export const bank: MistakeBank = {
  mistakes: {
    'order-i-f-o-g': {
      place: 'The shapes are right. Which part of the four goes through tanh?',
      probe:
        'Let everything be 0 but the last quarter of b, and make that 50. It belongs to o, which is then open: with c = 0 nothing changes, and the new cell is 0. What is yours?',
      cause:
        'You take the parts as i, f, o, g, the order of many textbooks. These weights are packed i, f, g, o, as in PyTorch: the third part is the proposal, the fourth is the gate of the output.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ao, ag] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'no-tanh-on-the-cell': {
      place: 'Your new cell is right. Can your output be larger than 1?',
      probe:
        'With a cell of 10 that is kept and a gate o that is open, the output is tanh(10) = 1. What is yours?',
      cause:
        "The output is o * c', with the cell as it is. The cell may be of any size; what is shown of it is o * tanh(c').",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), c), c };
      },
    },
    'old-cell-shown': {
      place: 'Your new cell is right. Which cell is your output made of?',
      probe: 'Start from c = 0. Does your output depend on x, or is it 0 whatever comes in?',
      cause:
        "The output is made of the cell before the step, so what has just come in is shown one step late. It is o * tanh(c'), of the new one.",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(state.c)), c };
      },
    },
    'squashed-cell-handed-on': {
      place: 'Your output is right. How large can your new cell get?',
      probe:
        'With f open, i shut and c = 10, the cell should be 10 after the step, and after a hundred steps. What is yours?',
      cause:
        'The tanh is taken of the cell itself, and that is handed on: then every step squeezes it again and the memory fades as it did in lesson 01. tanh is for the output alone.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = tanh(add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag))));
        return { h: mul(sigmoid(ao), c), c };
      },
    },
    'gates-coupled': {
      place: 'How many gates decide about the cell, and do they decide each by itself?',
      probe:
        'With i open and f open (a bias of 50 for both), the new cell is the old one plus g. What is yours?',
      cause:
        'What is kept is taken as 1 - i, so that i and f are one gate, as z is in a GRU. Here f has weights of its own: a cell may keep all and take in all, or neither.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, , ag, ao] = split(given(p, x, state.h), 4, 1);
        const i = sigmoid(ai);
        const c = add(mul(rsub(1, i), state.c), mul(i, tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'forgets-what-f-keeps': {
      place: 'Look at what becomes of the old cell. Does a large f keep it or drop it?',
      probe: 'With a bias of 50 for f and -50 for i, the cell stays as it is. What is yours?',
      cause:
        'The old cell is multiplied by 1 - f. In spite of its name the forget gate says how much stays: f * c.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(rsub(1, sigmoid(af)), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'new-things-forgotten-too': {
      place: 'Your cell is too small where f is. What does f multiply?',
      probe:
        'With f at 0 and i at 1 the new cell is g: all old is gone, all new is there. What is yours?',
      cause:
        'f multiplies the sum of the old cell and of what comes in. It is for the old cell alone: f * c, and then + i * g.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = mul(sigmoid(af), add(state.c, mul(sigmoid(ai), tanh(ag))));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'nothing-forgotten': {
      place: 'Give the forget gate a bias of -50. Does the old cell vanish?',
      probe: 'With f at 0 and i at 0, the new cell is 0. What is yours?',
      cause:
        'The old cell is added whole, so f has no say. That is the cell of 1997; since 2000 it is f * c.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, , ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(state.c, mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'input-gate-left-out': {
      place: 'Give the input gate a bias of -50. Does anything still come in?',
      probe: 'With i at 0 and f at 1, the cell stays as it is. What is yours?',
      cause: 'The proposal g is added whole. How much of it comes in is for i to say: i * g.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), tanh(ag));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'sigmoid-on-the-proposal': {
      place: 'Can anything negative come into your cell?',
      probe: 'With all weights, b, h and c at 0, the new cell is 0. What is yours?',
      cause:
        'All four parts go through sigmoid. g is no gate: it is what could come in, may be negative, and goes through tanh.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [i, f, g, o] = split(sigmoid(given(p, x, state.h)), 4, 1);
        const c = add(mul(f, state.c), mul(i, g));
        return { h: mul(o, tanh(c)), c };
      },
    },
    'order-f-i-g-o': {
      place: 'The shapes are right. Look at the first two of the four parts: which is which?',
      probe:
        'Let everything be 0 but the first quarter of b, and make that 50. It belongs to i; f is 0.5. With c = 1 the new cell is 0.5. What is yours?',
      cause:
        'The first part is taken for f and the second for i, in the order in which many drawings show them. These weights are packed i, f, g, o.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [af, ai, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'order-i-g-f-o': {
      place: 'The shapes are right. Which part of the four goes through tanh?',
      probe:
        'Let everything be 0 but the second quarter of b, and make that 50. It belongs to f, which is then 1. With c = 3 the new cell is 3. What is yours?',
      cause:
        "You take the parts as i, g, f, o, the order of TensorFlow's older cells. These weights are packed i, f, g, o, as in PyTorch and Keras.",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, ag, af, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'gates-of-each-unit-side-by-side': {
      place: 'With a single unit all is right. How do four gates of several units lie in [B, G]?',
      probe: 'With two units G is 8. Which of the columns 0 to 7 belong to i: 0 and 1, or 0 and 4?',
      cause:
        'You read the columns as i, f, g, o of the first unit, then of the second. They lie gate by gate: first i of all units, then f of all units. split(..., 4, 1) cuts them so.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const { shape } = state.c;
        const byUnit = tf.reshape<tf.Rank.R3>(given(p, x, state.h), [...shape, 4]);
        const [ai, af, ag, ao] = tf.unstack(byUnit, 2) as [
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'cell-for-output-in-the-gates': {
      place: 'Start from h = 0 and any c, then from c = 0 and any h. What do your gates look at?',
      probe: 'Change c alone. The gates should stay as they are. Do yours?',
      cause:
        'The gates are made of x and c. In this cell they see x and h, what was shown; the cell itself they do not see (that would be a peephole).',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.c), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'bias-forgotten': {
      place: 'Give the cell x, h and c of zeros. What is left?',
      probe:
        'With x, h and c zero, the new cell is sigmoid(bi) * tanh(bg). With a b of ones that is 0.56. What is yours?',
      cause:
        'The bias is missing from what the gates are given. It also is what holds the forget gates open when training begins.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(sub(given(p, x, state.h), p.b), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'bias-twice': {
      place: 'Give the cell x, h and c of zeros. What is left?',
      probe:
        'With x, h and c zero, the new cell is sigmoid(bi) * tanh(bg). With a b of ones that is 0.56. What is yours?',
      cause:
        'The bias is added to the part of the input and to the part of the state, so it counts twice. PyTorch has two biases there; this cell has one.',
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(add(given(p, x, state.h), p.b), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'one-added-to-the-forget-gate': {
      place: 'Only what is kept of the old cell is off: it is always too much. What goes into f?',
      probe:
        'With all weights and b at 0 the gate f is 0.5. With c = 2 the new cell is 1. What is yours?',
      cause:
        "A 1 is added to what the forget gate is given, at every step, as TensorFlow's older cells do. Here the bias b has it already, or not: the step takes b as it is.",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(add(af, 1)), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: mul(sigmoid(ao), tanh(c)), c };
      },
    },
    'output-gate-left-out': {
      place: 'Your new cell is right. Give the gate o a bias of -50: what should be seen?',
      probe: 'With o at 0 the output is 0, whatever the cell holds. What is yours?',
      cause: "The output is tanh(c') whole. How much of it is shown is for o to say: o * tanh(c').",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: tanh(c), c };
      },
    },
    'h-and-c-exchanged': {
      place: 'Compare your h with what you expect of c.',
      probe: 'h lies within (-1, 1), a cell need not. Which of yours can be 2?',
      cause:
        "What you return as h is the new cell, and as c the new output. It is { h: o * tanh(c'), c: c' }.",
      run: function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
        const [ai, af, ag, ao] = split(given(p, x, state.h), 4, 1);
        const c = add(mul(sigmoid(af), state.c), mul(sigmoid(ai), tanh(ag)));
        return { h: c, c: mul(sigmoid(ao), tanh(c)) };
      },
    },
  },
  variants: {
    'one-matrix': function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
      const both = concat([x, state.h], 1); // [B, I + U]
      const w = concat([p.wIh, p.wHh], 0); // [I + U, G]
      const [ai, af, ag, ao] = split(add(einsum('B J, J G -> B G', both, w), p.b), 4, 1);
      const c = add(mul(sigmoid(ai), tanh(ag)), mul(sigmoid(af), state.c));
      return { h: mul(tanh(c), sigmoid(ao)), c };
    },
    'gate-by-gate': function lstmCell(p: LstmParams, x: tf.Tensor2D, state: LstmState): LstmState {
      const i = tf.sigmoid<tf.Tensor2D>(gate(p, x, state.h, 0));
      const f = tf.sigmoid<tf.Tensor2D>(gate(p, x, state.h, 1));
      const g = tf.tanh<tf.Tensor2D>(gate(p, x, state.h, 2));
      const o = tf.sigmoid<tf.Tensor2D>(gate(p, x, state.h, 3));
      const c = i.mul(g).add<tf.Tensor2D>(f.mul(state.c));
      return { h: o.mul(c.tanh()), c };
    },
    'bent-before-it-is-split': function lstmCell(
      p: LstmParams,
      x: tf.Tensor2D,
      { h, c }: LstmState,
    ): LstmState {
      const a = tf.add(tf.matMul(h, p.wHh), tf.add(tf.matMul(x, p.wIh), p.b));
      const [i, f, , o] = tf.split<tf.Tensor2D>(tf.sigmoid(a), 4, 1);
      const [, , g] = tf.split<tf.Tensor2D>(tf.tanh(a), 4, 1);
      if (i === undefined || f === undefined || g === undefined || o === undefined)
        throw new Error('no four parts');
      const cells = tf.addN<tf.Tensor2D>([tf.mul(f, c), tf.mul(i, g)]);
      return { c: cells, h: tf.mul(o, tf.tanh(cells)) };
    },
  },
};
