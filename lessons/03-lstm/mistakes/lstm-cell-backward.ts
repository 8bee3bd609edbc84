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
  square,
  sub,
  sum,
  tanh,
} from '../../../src/core/index.js';
import type { LstmParams, LstmState } from '../../../src/layers/lstm.js';
import type { lstmCellBackward } from '../../../src/layers/lstm.js';

/** The step once more: its gates, and the tanh of its new cell. */
function again(p: LstmParams, x: tf.Tensor2D, { h, c }: LstmState) {
  const sums = add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh));
  const [ai, af, ag, ao] = split(add(sums, p.b), 4, 1);
  const [i, f, g, o] = [sigmoid(ai), sigmoid(af), tanh(ag), sigmoid(ao)];
  return { i, f, g, o, shown: tanh(add(mul(f, c), mul(i, g))) };
}

/** The slope of sigmoid where it came out as s. */
const slope = (s: tf.Tensor2D): tf.Tensor2D => mul(s, rsub(1, s));

/** The slope of tanh where it came out as t. */
const slopeOfTanh = (t: tf.Tensor2D): tf.Tensor2D => rsub(1, square(t));

export const bank: MistakeBank<typeof lstmCellBackward> = {
  mistakes: {
    'cell-without-the-way-through-h': {
      edit: { 'add(dcNext, mul(mul(dhNext, o), rsub(1, square(shown))))': 'dcNext' },
      place:
        'The part of o is right; those of i, f and g are not. Which gradients reach the new cell before it passes them on?',
      probe:
        'Let dcNext be all zeros, as at the last step of a sequence. dc is not 0, because the loss saw the cell through the output. What is yours?',
      cause:
        "You send back only dcNext. The cell counts in two ways, by itself and through h' = o * tanh(c'): add dhNext * o * (1 - tanh(c')²) first.",
    },
    'gradient-of-the-cell-ignored': {
      edit: {
        'add(dcNext, mul(mul(dhNext, o), rsub(1, square(shown))))':
          'mul(mul(dhNext, o), rsub(1, square(shown)))',
      },
      place:
        'The part of o is right; those of i, f and g are not. Which gradients reach the new cell before it passes them on?',
      probe: 'With dhNext all zeros and f at 1, dc is dcNext. Is yours 0?',
      cause:
        'You do not use dcNext. That loses what the next step asks of the cell, and with it the long memory. Add it to what comes through the output.',
    },
    'di-and-dg-exchanged': {
      edit: { 'mul(dcAll, g)': 'mul(dcAll, i)', 'mul(dcAll, i)': 'mul(dcAll, g)' },
      place: 'dc is right. Of db the first and the third quarter are off.',
      probe: "In c' = f * c + i * g, what do you multiply i by? That is the slope for i.",
      cause:
        'You multiply each of i and g by itself. The gradient of a product goes to each factor times the other one: dcAll * g for i, and dcAll * i for g.',
    },
    'output-gate-left-out-on-the-way-to-the-cell': {
      edit: { 'mul(dhNext, o)': 'dhNext' },
      place:
        'The part of o is right; those of i, f and g are not. Look at the way from the output to the cell.',
      probe:
        'With o at 0 the output shows nothing of the cell, so dhNext does not reach it. Does it in yours?',
      cause:
        "You leave out o. What comes to the cell through h' = o * tanh(c') is dhNext * o * (1 - tanh(c')²).",
    },
    'tanh-left-out-on-the-way-to-the-cell': {
      edit: { 'mul(mul(dhNext, o), rsub(1, square(shown)))': 'mul(dhNext, o)' },
      place:
        'The part of o is right; those of i, f and g are off, least where cells are near 0. Look at the way from the output to the cell.',
      probe:
        'At a cell of 10 the tanh is flat, so hardly any of dhNext reaches it. How much does in yours?',
      cause:
        "You leave out the slope of the tanh in h' = o * tanh(c'). It is dhNext * o * (1 - tanh(c')²).",
    },
    'slope-of-tanh-not-squared': {
      edit: { 'square(shown)': 'shown', 'square(g)': 'g' },
      place: 'The part of o is right. Look at each place where you go back through a tanh.',
      probe: 'tanh is an odd function, so its slope is the same at 2 and at -2. Is it in yours?',
      cause:
        "You take 1 - t for the slope of a tanh that gave t. It is 1 - t²: 1 - g² for g, and 1 - tanh(c')² on the way from h' to the cell.",
    },
    'proposal-with-the-slope-of-sigmoid': {
      edit: { 'rsub(1, square(g))': 'mul(g, rsub(1, g))' },
      place: 'Of db only the third quarter is off. Which function made g?',
      probe: 'At g = 0 the tanh is steepest, with slope 1. What is yours there?',
      cause: 'You use g (1 - g), the slope of a sigmoid. g comes from tanh, so it is 1 - g².',
    },
    'bias-averaged': {
      edit: { "sum('B G -> G', da)": "mean('B G -> G', da)" },
      place: 'Only db is off, and with a batch of one line it is right.',
      probe:
        'Give the same line twice. The gradient of b doubles, as that of wIh does. Does yours?',
      cause:
        'You take the mean over the batch. The bias acts on every line, so its gradient is the sum. If the loss is a mean, dhNext and dcNext hold that already.',
    },
  },
  variants: {
    'with-tfjs-only': (p, x, state, dhNext, dcNext) => {
      const { h, c } = state;
      const a: tf.Tensor2D = tf.add(tf.add(tf.matMul(x, p.wIh), tf.matMul(h, p.wHh)), p.b);
      const [i, f, , o] = split(sigmoid(a), 4, 1);
      const [, , g] = split(tanh(a), 4, 1);
      const shown = f.mul(c).add(i.mul(g)).tanh();
      const dCell = dhNext.mul(o).sub(dhNext.mul(o).mul(shown).mul(shown)).add(dcNext);
      const dGates = tf.concat2d(
        [dCell.mul(g), dCell.mul(c), dCell.mul(i), dhNext.mul(shown)] as tf.Tensor2D[],
        1,
      );
      const slopes = tf.concat2d([slope(i), slope(f), slopeOfTanh(g), slope(o)], 1);
      const da: tf.Tensor2D = tf.mul(dGates, slopes);
      return {
        dwIh: tf.matMul(x, da, true, false),
        dwHh: tf.matMul(h, da, true, false),
        db: tf.sum<tf.Tensor1D>(da, 0),
        dx: tf.matMul(da, p.wIh, false, true),
        dh: tf.matMul(da, p.wHh, false, true),
        dc: tf.mul(dCell, f),
      };
    },
    'one-matrix': (p, x, state, dhNext, dcNext) => {
      const { i, f, g, o, shown } = again(p, x, state);
      const both = concat([x, state.h], 1); // [B, I + U]
      const w = concat([p.wIh, p.wHh], 0); // [I + U, G]
      const dShown = mul(dhNext, o);
      const dcAll = add(sub(dShown, mul(dShown, square(shown))), dcNext);
      const dag = sub(mul(dcAll, i), mul(mul(dcAll, i), square(g)));
      const di = mul(dcAll, g);
      const df = mul(dcAll, state.c);
      const da = concat(
        [mul(di, slope(i)), mul(df, slope(f)), dag, mul(mul(dhNext, shown), slope(o))],
        1,
      );
      const dw = einsum('B J, B G -> J G', both, da);
      const dBoth = einsum('B G, J G -> B J', da, w);
      const [I, U] = [x.shape[1], f.shape[1]];
      return {
        dwIh: tf.slice2d(dw, [0, 0], [I, -1]),
        dwHh: tf.slice2d(dw, [I, 0], [U, -1]),
        db: sum('B G -> G', da),
        dx: tf.slice2d(dBoth, [0, 0], [-1, I]),
        dh: tf.slice2d(dBoth, [0, I], [-1, U]),
        dc: mul(f, dcAll),
      };
    },
  },
};
