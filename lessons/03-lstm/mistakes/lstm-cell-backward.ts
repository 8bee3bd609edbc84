import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  concat,
  div,
  einsum,
  mean,
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

/** The step once more: its gates, what tanh made g of, its new cell, and the tanh of that. */
function again(p: LstmParams, x: tf.Tensor2D, { h, c }: LstmState) {
  const sums = add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh));
  const [ai, af, ag, ao] = split(add(sums, p.b), 4, 1);
  const [i, f, g, o] = [sigmoid(ai), sigmoid(af), tanh(ag), sigmoid(ao)];
  const cells = add(mul(f, c), mul(i, g));
  return { i, f, g, o, ag, cells, shown: tanh(cells) };
}

/** The slope of sigmoid where it came out as s. */
const slope = (s: tf.Tensor2D): tf.Tensor2D => mul(s, rsub(1, s));

/** The slope of tanh where it came out as t. */
const slopeOfTanh = (t: tf.Tensor2D): tf.Tensor2D => rsub(1, square(t));

/** All that has arrived at the new cell. */
function atCell({ o, shown }: ReturnType<typeof again>, dhNext: tf.Tensor2D, dcNext: tf.Tensor2D) {
  return add(dcNext, mul(mul(dhNext, o), slopeOfTanh(shown)));
}

/** What arrives at the four, before sigmoid and tanh. */
function atGates(
  { i, f, g, o, shown }: ReturnType<typeof again>,
  c: tf.Tensor2D,
  dhNext: tf.Tensor2D,
  dcAll: tf.Tensor2D,
) {
  return {
    dai: mul(mul(dcAll, g), slope(i)),
    daf: mul(mul(dcAll, c), slope(f)),
    dag: mul(mul(dcAll, i), slopeOfTanh(g)),
    dao: mul(mul(dhNext, shown), slope(o)),
  };
}

/** From the four to weights, input and old output. */
function from(p: LstmParams, x: tf.Tensor2D, h: tf.Tensor2D, parts: readonly tf.Tensor2D[]) {
  const da = concat(parts, 1);
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', h, da),
    db: sum('B G -> G', da),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: einsum('B G, U G -> B U', da, p.wHh),
  };
}

export const bank: MistakeBank = {
  mistakes: {
    'cell-without-the-way-through-h': {
      place:
        'The part of o is right, those of i, f and g are not. Which gradients have arrived at the new cell before it passes them on?',
      probe:
        'With dcNext all zeros, as at the last step of a sequence, dc is not 0: the loss saw the cell through the output. What is yours?',
      cause:
        "Only dcNext goes back from the new cell. It counts in two ways, by itself and through h' = o * tanh(c'): add dhNext * o * (1 - tanh(c')²) first.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcNext);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcNext, s.f) };
      },
    },
    'dc-without-the-way-through-h': {
      place: 'Only dc is off.',
      probe:
        'With dcNext all zeros dc is not 0: the loss saw the cell through the output. What is yours?',
      cause:
        'dc is made of dcNext alone, though you have the whole gradient of the new cell for the gates. The old cell gets its part of the same: dcAll * f.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, atCell(s, dhNext, dcNext));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcNext, s.f) };
      },
    },
    'slope-from-the-cell': {
      place:
        'The part of o is right, those of i, f and g are not, least where cells are near 0. Look at the slope on the way from the output to the cell.',
      probe: 'At a cell of 2 the slope of tanh is about 0.07. 1 - c² would be -3.',
      cause:
        "The slope is taken as 1 - c'², with the cell itself. It is 1 - tanh(c')²: the square of what came out of tanh.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = add(dcNext, mul(mul(dhNext, s.o), slopeOfTanh(s.cells)));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'gradient-of-the-cell-ignored': {
      place:
        'The part of o is right, those of i, f and g are not. Which gradients have arrived at the new cell before it passes them on?',
      probe: 'With dhNext all zeros and f open, dc should be nearly dcNext. Is yours 0?',
      cause:
        'dcNext is not used, so what the step after it asks of the cell is lost, and with it the long memory. Add it to what comes through the output.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = mul(mul(dhNext, s.o), slopeOfTanh(s.shown));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'output-gate-left-out-on-the-way-to-the-cell': {
      place:
        'The part of o is right, those of i, f and g are not. Look at the way from the output to the cell.',
      probe: 'With o at 0 nothing of the cell is seen, so dhNext should not reach it. Does yours?',
      cause:
        "What comes to the cell through h' = o * tanh(c') has to be multiplied by o: dhNext * o * (1 - tanh(c')²).",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = add(dcNext, mul(dhNext, slopeOfTanh(s.shown)));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'tanh-left-out-on-the-way-to-the-cell': {
      place:
        'The part of o is right, those of i, f and g are not, least where cells are near 0. Look at the way from the output to the cell.',
      probe:
        'At a cell of 10 the tanh is flat: hardly any of dhNext should reach it. How much does in yours?',
      cause:
        "The output is o * tanh(c'), and the slope of that tanh is missing: dhNext * o * (1 - tanh(c')²).",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = add(dcNext, mul(dhNext, s.o));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'output-gate-by-the-cell-gradient': {
      place: 'Of db only the last quarter is off. Which gradient reached o?',
      probe:
        'With dhNext all zeros nobody looked at the output, so the last quarter of db is 0. Is yours?',
      cause:
        "The gradient of o is made with all that has arrived at the cell. o plays no part in the cell: only dhNext reaches it, times tanh(c').",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag } = atGates(s, state.c, dhNext, dcAll);
        const dao = mul(mul(dcAll, s.shown), slope(s.o));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'forget-gate-from-the-new-cell': {
      place: 'Of db only the second quarter is off. What did f multiply?',
      probe: 'With state.c all zeros f played no part, so the second quarter of db is 0. Is yours?',
      cause:
        'The gradient of f is made with the new cell. In the step, f multiplied the cell before it: state.c.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        const daf = mul(mul(dcAll, s.cells), slope(s.f));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'output-gate-from-the-bare-cell': {
      place: 'Of db only the last quarter is off. What did o multiply?',
      probe: 'At a cell of 10 the gate o multiplied tanh(10), which is 1. By what do you multiply?',
      cause: "The gradient of o is made with c'. In the step, o multiplied tanh(c').",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag } = atGates(s, state.c, dhNext, dcAll);
        const dao = mul(mul(dhNext, s.cells), slope(s.o));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'proposal-with-the-slope-of-sigmoid': {
      place: 'Of db only the third quarter is off. Which function made g?',
      probe: 'At g = 0 the tanh is as steep as it gets: slope 1. What is yours there?',
      cause: 'g (1 - g) is the slope of a sigmoid. g came out of tanh: 1 - g².',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dao } = atGates(s, state.c, dhNext, dcAll);
        const dag = mul(mul(dcAll, s.i), slope(s.g));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'proposal-with-the-slope-from-before-tanh': {
      place: 'Of db only the third quarter is off. Look at the slope of the tanh that made g.',
      probe: 'tanh was given a and gave g. At a = 2 its slope is 0.07. 1 - a² would be -3.',
      cause:
        'The slope is taken as 1 - a², with what tanh was given. It is 1 - g², with what came out.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dao } = atGates(s, state.c, dhNext, dcAll);
        const dag = mul(mul(dcAll, s.i), slopeOfTanh(s.ag));
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'proposal-without-a-slope': {
      place:
        'Of db only the third quarter is off. What lies between g and the weights that made it?',
      probe: 'Where g is at 1 or -1, flat, its part of db is 0. Is yours?',
      cause: 'You stop at g: dcAll * i. It was bent by tanh: multiply by the slope, 1 - g².',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, mul(dcAll, s.i), dao]), dc: mul(dcAll, s.f) };
      },
    },
    'slope-without-the-square': {
      place:
        'The part of o is right, those of i, f and g are not. Look at the slope on the way from the output to the cell.',
      probe: 'tanh is as steep at -1 as at 1. Is your slope the same at both?',
      cause: "The slope of tanh is taken as 1 - tanh(c'). It is 1 - tanh(c')²: square it.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = add(dcNext, mul(mul(dhNext, s.o), rsub(1, s.shown)));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'slope-on-both-ways-to-the-cell': {
      place:
        'The part of o is right, those of i, f and g are not, unless dcNext is 0. What happens to dcNext before it is used?',
      probe: 'With dhNext 0 and f at 1 the gradient passes whole: dc is dcNext. What is yours?',
      cause:
        "Both gradients are multiplied by the slope of tanh. That tanh lies on the way through h' alone: dcNext arrives at the new cell as it is.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = mul(add(dcNext, mul(dhNext, s.o)), slopeOfTanh(s.shown));
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: mul(dcAll, s.f) };
      },
    },
    'slopes-of-the-gates-left-out': {
      place: 'dc is right, all else is off. What lies between a gate and the weights that made it?',
      probe:
        'With a bias of 60 a gate stands at 1, and no small change of its weights moves it: its part of db is 0. Is yours?',
      cause:
        'You stop at the gates: di = dcAll * g and so on. Each of the four was bent by sigmoid or tanh: multiply by its slope, s (1 - s) or 1 - g².',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const parts = [mul(dcAll, s.g), mul(dcAll, state.c), mul(dcAll, s.i), mul(dhNext, s.shown)];
        return { ...from(p, x, state.h, parts), dc: mul(dcAll, s.f) };
      },
    },
    'packed-i-f-o-g': {
      place: 'dc is right. Compare the four quarters of db with each other.',
      probe: 'With o at 0 or 1, flat, the last quarter of db is 0. Which quarter is 0 in yours?',
      cause:
        "The four are laid side by side as i, f, o, g, while the weights are packed i, f, g, o: then g's gradient goes to the weights of o.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dao, dag]), dc: mul(dcAll, s.f) };
      },
    },
    'cell-gradient-handed-back-whole': {
      place: 'Only dc is off.',
      probe: 'With f at 0 the old cell is forgotten, so dc is 0. What is yours?',
      cause:
        'dc is all that arrived at the new cell. Of the old cell only the share f was kept, and only that share of the gradient goes back: dcAll * f.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dc: dcAll };
      },
    },
    'output-handed-back-whole': {
      place:
        'Only dh is off. Is there a way from h to the new state that does not lead through wHh?',
      probe: 'With wHh all zeros the old output has no influence, so dh is 0. What is yours?',
      cause:
        'dhNext is added to dh, as if h were passed on beside the step. Here only the cell is passed on; the one way from h leads through wHh.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        const gradients = from(p, x, state.h, [dai, daf, dag, dao]);
        return { ...gradients, dh: add(gradients.dh, dhNext), dc: mul(dcAll, s.f) };
      },
    },
    'bias-averaged': {
      place: 'Only db is off. With a batch of one line it is right.',
      probe: 'Put the same line into the batch twice. db should double. Does yours?',
      cause:
        'db is the mean over the batch. Every row used the same bias, so their gradients add up: take the sum. If the loss is a mean, dhNext brings the division along.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        const gradients = from(p, x, state.h, [dai, daf, dag, dao]);
        return {
          ...gradients,
          db: mean('B G -> G', concat([dai, daf, dag, dao], 1)),
          dc: mul(dcAll, s.f),
        };
      },
    },
    'all-averaged': {
      place:
        'dx, dh and dc are right; dwIh, dwHh, db are too small. With a batch of one line all are right.',
      probe: 'Put the same line into the batch twice. dwIh should double. Does yours?',
      cause:
        'The gradients of the weights are divided by the size of the batch. The loss that dhNext came from has done its dividing already: take the sum over the batch.',
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        const { dwIh, dwHh, db, dx, dh } = from(p, x, state.h, [dai, daf, dag, dao]);
        const B = x.shape[0];
        return {
          dwIh: div(dwIh, B),
          dwHh: div(dwHh, B),
          db: div(db, B),
          dx,
          dh,
          dc: mul(dcAll, s.f),
        };
      },
    },
    'weights-from-the-new-output': {
      place: 'Only dwHh is off. Which output did wHh multiply?',
      probe: 'With state.h all zeros wHh played no part, so dwHh is 0. What is yours?',
      cause:
        "dwHh is made with h', the output after the step. In the step, wHh multiplied the one before it: state.h.",
      run: function lstmCellBackward(
        p: LstmParams,
        x: tf.Tensor2D,
        state: LstmState,
        dhNext: tf.Tensor2D,
        dcNext: tf.Tensor2D,
      ): LstmCellGradients {
        const s = again(p, x, state);
        const dcAll = atCell(s, dhNext, dcNext);
        const { dai, daf, dag, dao } = atGates(s, state.c, dhNext, dcAll);
        const { dwHh } = from(p, x, mul(s.o, s.shown), [dai, daf, dag, dao]);
        return { ...from(p, x, state.h, [dai, daf, dag, dao]), dwHh, dc: mul(dcAll, s.f) };
      },
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
    'two-gradients-added': function lstmCellBackward(
      p: LstmParams,
      x: tf.Tensor2D,
      state: LstmState,
      dhNext: tf.Tensor2D,
      dcNext: tf.Tensor2D,
    ): LstmCellGradients {
      const s = again(p, x, state);
      const byOutput = mul(mul(dhNext, s.o), slopeOfTanh(s.shown));
      const none = tf.zerosLike(dhNext);
      const one = atGates(s, state.c, dhNext, byOutput);
      const other = atGates(s, state.c, none, dcNext);
      const a = from(p, x, state.h, [one.dai, one.daf, one.dag, one.dao]);
      const b = from(p, x, state.h, [other.dai, other.daf, other.dag, other.dao]);
      return {
        dwIh: add(a.dwIh, b.dwIh),
        dwHh: add(a.dwHh, b.dwHh),
        db: add(a.db, b.db),
        dx: add(a.dx, b.dx),
        dh: add(a.dh, b.dh),
        dc: add(mul(byOutput, s.f), mul(dcNext, s.f)),
      };
    },
  },
};
