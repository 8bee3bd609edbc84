import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, einsum, split } from '../../../src/core/index.js';
import type { lstmCell } from '../../../src/layers/lstm.js';

export const bank: MistakeBank<typeof lstmCell> = {
  mistakes: {
    'order-i-f-o-g': {
      edit: { '[ai, af, ag, ao]': '[ai, af, ao, ag]' },
      place: 'The shapes are right. Which of the four parts goes through tanh?',
      probe:
        'Set everything to 0 except the last quarter of b, and make that 50. It belongs to o, so only the output gate opens. With c = 0 the new cell is 0. What is yours?',
      cause:
        'You take the parts as i, f, o, g, the order of many textbooks. These weights are packed i, f, g, o, as in PyTorch: the third part is the proposal, the fourth is the output gate.',
    },
    'no-tanh-on-the-cell': {
      edit: { 'tanh(c)': 'c' },
      place: 'Your new cell is right. Can your output be larger than 1?',
      probe:
        'Keep a cell of 10 and open the output gate. The output is tanh(10), which is nearly 1. What is yours?',
      cause:
        "Your output is o * c'. The cell may have any size, but the output is squashed: o * tanh(c').",
    },
    'old-cell-shown': {
      edit: { 'tanh(c)': 'tanh(state.c)' },
      place: 'Your new cell is right. Which cell do you make the output from?',
      probe: 'Start from c = 0. Does your output depend on x, or is it always 0?',
      cause:
        "You make the output from the cell before the step, so what comes in shows one step late. Use the new cell: o * tanh(c').",
    },
    'order-f-i-g-o': {
      edit: { '[ai, af, ag, ao]': '[af, ai, ag, ao]' },
      place: 'The shapes are right. Look at the first two of the four parts: which is which?',
      probe:
        'Set everything to 0 except the first quarter of b, and make that 50. It belongs to i; f is 0.5. With c = 1 the new cell is 0.5. What is yours?',
      cause:
        'You take the first part for f and the second for i, the order in many drawings. These weights are packed i, f, g, o.',
    },
    'squashed-cell-handed-on': {
      edit: { 'tanh(c)), c }': 'tanh(c)), c: tanh(c) }' },
      place: 'Your output is right. How large can your new cell get?',
      probe:
        'With f = 1, i = 0 and c = 10, the cell is still 10 after the step, and after a hundred steps. What is yours?',
      cause:
        'You hand on tanh of the cell. Every step then squashes it again, and the memory fades as it did in lesson 01. Use tanh for the output only, and return the cell as it is.',
    },
    'sigmoid-on-the-proposal': {
      edit: { 'tanh(ag)': 'sigmoid(ag)' },
      place: 'Can anything negative come into your cell?',
      probe: 'With all weights, b, h and c at 0, the new cell is 0. What is yours?',
      cause:
        'You put all four parts through sigmoid. But g is not a gate: it is what could come in. It may be negative, so it goes through tanh.',
    },
    'no-tanh-on-the-proposal': {
      edit: { 'tanh(ag)': 'ag' },
      place: 'How much can one step add to a cell?',
      probe:
        'Set everything to 0 except the third quarter of b, and make that 50. With i at 0.5 the new cell is 0.5. What is yours?',
      cause:
        'You use the sum for g as it is. It goes through tanh, so that g stays within (-1, 1).',
    },
    'one-minus-f-for-i': {
      edit: { 'mul(i, g)': 'mul(rsub(1, f), g)' },
      place: 'How many gates act on your cell, and does each decide by itself?',
      probe:
        'Give i and f a bias of 50 each, so that both are 1. The new cell is the old one plus g. What is yours?',
      cause:
        "You let in 1 - f of the proposal, as a GRU does with its z. Here i has weights of its own, so a cell may keep everything and still take in everything: c' = f * c + i * g.",
    },
  },
  variants: {
    'gate-by-gate': (p, x, state) => {
      const [I, U] = [x.shape[1], state.h.shape[1]];
      const given = (gate: number) => {
        const fromInput = einsum('B I, I V -> B V', x, tf.slice2d(p.wIh, [0, gate * U], [I, U]));
        const w = tf.slice2d(p.wHh, [0, gate * U], [U, U]);
        const fromState = einsum('B U, U V -> B V', state.h, w);
        return add(add(fromInput, fromState), tf.slice1d(p.b, gate * U, U));
      };
      const [i, f, o] = [tf.sigmoid(given(0)), tf.sigmoid(given(1)), tf.sigmoid(given(3))];
      const c = i.mul(given(2).tanh()).add<tf.Tensor2D>(f.mul(state.c));
      return { h: o.mul(c.tanh()), c };
    },
    'bent-before-it-is-split': (p, x, { h, c }) => {
      const a: tf.Tensor2D = tf.add(tf.matMul(h, p.wHh), tf.add(tf.matMul(x, p.wIh), p.b));
      const [i, f, , o] = split(tf.sigmoid(a), 4, 1);
      const [, , g] = split(tf.tanh(a), 4, 1);
      const cells = tf.addN<tf.Tensor2D>([tf.mul(f, c), tf.mul(i, g)]);
      return { c: cells, h: tf.mul(o, tf.tanh(cells)) };
    },
  },
};
