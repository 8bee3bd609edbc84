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
import type { LstmCellGradients, LstmParams, LstmState } from '../../../src/layers/lstm.js';

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

export const bank: MistakeBank = {
  mistakes: {
    'cell-without-the-way-through-h': {
      edit: { 'add(dcNext, mul(mul(dhNext, o), rsub(1, square(shown))))': 'dcNext' },
      place:
        'The part of o is right, those of i, f and g are not. Which gradients have arrived at the new cell before it passes them on?',
      probe:
        'With dcNext all zeros, as at the last step of a sequence, dc is not 0: the loss saw the cell through the output. What is yours?',
      cause:
        "Only dcNext goes back from the new cell. It counts in two ways, by itself and through h' = o * tanh(c'): add dhNext * o * (1 - tanh(c')²) first.",
    },
    'gradient-of-the-cell-ignored': {
      edit: {
        'add(dcNext, mul(mul(dhNext, o), rsub(1, square(shown))))':
          'mul(mul(dhNext, o), rsub(1, square(shown)))',
      },
      place:
        'The part of o is right, those of i, f and g are not. Which gradients have arrived at the new cell before it passes them on?',
      probe: 'With dhNext all zeros and f open, dc should be nearly dcNext. Is yours 0?',
      cause:
        'dcNext is not used, so what the step after it asks of the cell is lost, and with it the long memory. Add it to what comes through the output.',
    },
    'output-gate-left-out-on-the-way-to-the-cell': {
      edit: { 'mul(dhNext, o)': 'dhNext' },
      place:
        'The part of o is right, those of i, f and g are not. Look at the way from the output to the cell.',
      probe: 'With o at 0 nothing of the cell is seen, so dhNext should not reach it. Does yours?',
      cause:
        "What comes to the cell through h' = o * tanh(c') has to be multiplied by o: dhNext * o * (1 - tanh(c')²).",
    },
    'tanh-left-out-on-the-way-to-the-cell': {
      edit: { 'mul(mul(dhNext, o), rsub(1, square(shown)))': 'mul(dhNext, o)' },
      place:
        'The part of o is right, those of i, f and g are not, least where cells are near 0. Look at the way from the output to the cell.',
      probe:
        'At a cell of 10 the tanh is flat: hardly any of dhNext should reach it. How much does in yours?',
      cause:
        "The output is o * tanh(c'), and the slope of that tanh is missing: dhNext * o * (1 - tanh(c')²).",
    },
    'proposal-with-the-slope-of-sigmoid': {
      edit: { 'rsub(1, square(g))': 'mul(g, rsub(1, g))' },
      place: 'Of db only the third quarter is off. Which function made g?',
      probe: 'At g = 0 the tanh is as steep as it gets: slope 1. What is yours there?',
      cause: 'g (1 - g) is the slope of a sigmoid. g came out of tanh: 1 - g².',
    },
    'slopes-of-the-gates-left-out': {
      edit: {
        'mul(mul(dcAll, g), mul(i, rsub(1, i)))': 'mul(dcAll, g)',
        'mul(mul(dcAll, state.c), mul(f, rsub(1, f)))': 'mul(dcAll, state.c)',
        'mul(mul(dcAll, i), rsub(1, square(g)))': 'mul(dcAll, i)',
        'mul(mul(dhNext, shown), mul(o, rsub(1, o)))': 'mul(dhNext, shown)',
      },
      place: 'dc is right, all else is off. What lies between a gate and the weights that made it?',
      probe:
        'With a bias of 60 a gate stands at 1, and no small change of its weights moves it: its part of db is 0. Is yours?',
      cause:
        'You stop at the gates: di = dcAll * g and so on. Each of the four was bent by sigmoid or tanh: multiply by its slope, s (1 - s) or 1 - g².',
    },
    'packed-i-f-o-g': {
      edit: { 'dag, dao]': 'dao, dag]' },
      place: 'dc is right. Compare the four quarters of db with each other.',
      probe: 'With o at 0 or 1, flat, the last quarter of db is 0. Which quarter is 0 in yours?',
      cause:
        "The four are laid side by side as i, f, o, g, while the weights are packed i, f, g, o: then g's gradient goes to the weights of o.",
    },
    'cell-gradient-handed-back-whole': {
      edit: { 'mul(dcAll, f)': 'dcAll' },
      place: 'Only dc is off.',
      probe: 'With f at 0 the old cell is forgotten, so dc is 0. What is yours?',
      cause:
        'dc is all that arrived at the new cell. Of the old cell only the share f was kept, and only that share of the gradient goes back: dcAll * f.',
    },
  },
  variants: {
    'with-tfjs-only': function lstmCellBackward(
      p: LstmParams,
      x: tf.Tensor2D,
      state: LstmState,
      dhNext: tf.Tensor2D,
      dcNext: tf.Tensor2D,
    ): LstmCellGradients {
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
    'one-matrix': function lstmCellBackward(
      p: LstmParams,
      x: tf.Tensor2D,
      state: LstmState,
      dhNext: tf.Tensor2D,
      dcNext: tf.Tensor2D,
    ): LstmCellGradients {
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
