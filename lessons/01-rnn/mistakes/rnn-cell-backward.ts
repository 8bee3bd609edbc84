import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  div,
  einsum,
  mean,
  mul,
  rsub,
  square,
  sum,
  tanh,
  transpose,
} from '../../../src/core/index.js';
import type { RnnCellGradients, RnnParams } from '../../../src/layers/rnn.js';

/** All five gradients from da, the gradient of what tanh was given. */
function from(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D, da: tf.Tensor2D): RnnCellGradients {
  return {
    dwIh: einsum('B I, B G -> I G', x, da),
    dwHh: einsum('B U, B G -> U G', h, da),
    db: sum('B G -> G', da),
    dx: einsum('B G, I G -> B I', da, p.wIh),
    dh: einsum('B G, U G -> B U', da, p.wHh),
  };
}

/** The gradient through tanh. */
function through(hNext: tf.Tensor2D, dhNext: tf.Tensor2D): tf.Tensor2D {
  return mul(dhNext, rsub(1, square(hNext)));
}

/** What tanh was given. */
function before(p: RnnParams, x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  return add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh)), p.b);
}

export const bank: MistakeBank = {
  mistakes: {
    'tanh-left-out': {
      place: 'All five are off. What lies between hNext and the sum under tanh?',
      probe:
        'At a unit with hNext = 0.999 the tanh is flat: hardly any gradient should come through. How much does in yours?',
      cause:
        'dhNext is used as if tanh were not there. The slope of tanh at a is 1 - tanh(a)², and tanh(a) is hNext: multiply dhNext by 1 - hNext² first.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        return from(p, x, h, dhNext);
      },
    },
    'slope-from-before-tanh': {
      place: 'All five are off, most where the units are far from 0. Look at the slope of tanh.',
      probe: 'At a = 2 the slope of tanh is about 0.07. 1 - a² would be -3.',
      cause:
        'The slope is taken as 1 - a², with a what tanh was given. It is 1 - tanh(a)², and tanh(a) is what came out: 1 - hNext².',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        _hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const a = before(p, x, h);
        return from(p, x, h, mul(dhNext, rsub(1, square(a))));
      },
    },
    'tanh-twice': {
      place: 'All five are off. Look at the slope of tanh.',
      probe: 'hNext is already tanh of the sum. How often is tanh applied in your slope?',
      cause:
        'The slope is 1 - tanh(hNext)². hNext has been through tanh already, so this is tanh of tanh: 1 - hNext² is enough.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        return from(p, x, h, mul(dhNext, rsub(1, square(tanh(hNext)))));
      },
    },
    'slope-of-sigmoid': {
      place: 'All five are off. Look at the slope of tanh.',
      probe: 'At hNext = 0 the tanh is as steep as it gets: slope 1. What is yours there?',
      cause:
        'hNext (1 - hNext) is the slope of the logistic function. The slope of tanh is 1 - hNext².',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        return from(p, x, h, mul(dhNext, mul(hNext, rsub(1, hNext))));
      },
    },
    'dh-without-transposing': {
      place: 'Only dh is off. Through which weights does it come back?',
      probe:
        'Let wHh be zero but for wHh[0][1] = 1: unit 0 sends to unit 1. A gradient at unit 1 should come back to unit 0. Where does yours go?',
      cause:
        'The gradient goes through wHh in the forward direction. On its way back it crosses each weight from its end to its start: da times wHh transposed.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const da = through(hNext, dhNext);
        return { ...from(p, x, h, da), dh: einsum('B U, U G -> B G', da, p.wHh) };
      },
    },
    'dwHh-transposed': {
      place: 'Only dwHh is off, though its shape fits. It is square: look at its rows and columns.',
      probe:
        'wHh[u][g] is what unit u sends to unit g, so dwHh[u][g] is h at u times da at g. Which is which in yours?',
      cause:
        'dwHh came out transposed: da and h stand in the wrong order. Rows belong to the state before the step, columns to the state after it.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const da = through(hNext, dhNext);
        const gradients = from(p, x, h, da);
        return { ...gradients, dwHh: transpose(gradients.dwHh) };
      },
    },
    'dwHh-from-the-new-state': {
      place: 'Only dwHh is off. Which state did wHh multiply?',
      probe: 'With h all zeros, wHh played no part, so dwHh is 0. What is yours?',
      cause: 'dwHh is made with hNext. In the step, wHh multiplied the state before it: h.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const da = through(hNext, dhNext);
        return { ...from(p, x, h, da), dwHh: einsum('B U, B G -> U G', hNext, da) };
      },
    },
    'bias-averaged': {
      place: 'Only db is off. With a batch of one line it is right.',
      probe: 'Put the same line into the batch twice. db should double. Does yours?',
      cause:
        'db is the mean over the batch. Every row used the same bias, so their gradients add up: take the sum. If the loss is a mean, dhNext brings the division along.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const da = through(hNext, dhNext);
        return { ...from(p, x, h, da), db: mean('B G -> G', da) };
      },
    },
    'all-averaged': {
      place:
        'dx and dh are right; dwIh, dwHh, db are too small. With a batch of one line all are right.',
      probe: 'Put the same line into the batch twice. dwIh should double. Does yours?',
      cause:
        'The gradients of the weights are divided by the size of the batch. The loss that dhNext came from has done its dividing already: take the sum over the batch.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const { dwIh, dwHh, db, dx, dh } = from(p, x, h, through(hNext, dhNext));
        const B = x.shape[0];
        return { dwIh: div(dwIh, B), dwHh: div(dwHh, B), db: div(db, B), dx, dh };
      },
    },
    'bias-before-tanh': {
      place: 'Only db is off. Where in the step is the bias added?',
      probe: 'At a unit with hNext = 0.999 the tanh is flat. Can moving its bias change much?',
      cause:
        'db sums dhNext. The bias lies under tanh, so its gradient has to come through the slope as well: sum da.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        return { ...from(p, x, h, through(hNext, dhNext)), db: sum('B G -> G', dhNext) };
      },
    },
    'past-gets-the-whole-gradient': {
      place: 'Only dh is off. Is there a way from h to hNext that does not lead through wHh?',
      probe: 'With wHh all zeros the old state has no influence, so dh is 0. What is yours?',
      cause:
        'dhNext is added to dh, as if h were passed on unchanged beside the step. In this cell the only way from h leads through wHh.',
      run: function rnnCellBackward(
        p: RnnParams,
        x: tf.Tensor2D,
        h: tf.Tensor2D,
        hNext: tf.Tensor2D,
        dhNext: tf.Tensor2D,
      ): RnnCellGradients {
        const gradients = from(p, x, h, through(hNext, dhNext));
        return { ...gradients, dh: add(gradients.dh, dhNext) };
      },
    },
  },
  variants: {
    'with-tfjs-only': function rnnCellBackward(
      p: RnnParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
      hNext: tf.Tensor2D,
      dhNext: tf.Tensor2D,
    ): RnnCellGradients {
      const da: tf.Tensor2D = tf.sub(dhNext, tf.mul(dhNext, tf.mul(hNext, hNext)));
      return {
        dwIh: tf.matMul(x, da, true, false),
        dwHh: tf.matMul(h, da, true, false),
        db: tf.sum<tf.Tensor1D>(da, 0),
        dx: tf.matMul(da, p.wIh, false, true),
        dh: tf.matMul(da, p.wHh, false, true),
      };
    },
    'from-what-tanh-was-given': function rnnCellBackward(
      p: RnnParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
      _hNext: tf.Tensor2D,
      dhNext: tf.Tensor2D,
    ): RnnCellGradients {
      const da: tf.Tensor2D = tf.div(dhNext, tf.square(tf.cosh(before(p, x, h))));
      return from(p, x, h, da);
    },
    'as-two-factors': function rnnCellBackward(
      p: RnnParams,
      x: tf.Tensor2D,
      h: tf.Tensor2D,
      hNext: tf.Tensor2D,
      dhNext: tf.Tensor2D,
    ): RnnCellGradients {
      const da = mul(mul(dhNext, rsub(1, hNext)), add(hNext, 1));
      const ones: tf.Tensor2D = tf.ones([x.shape[0], 1]);
      return {
        ...from(p, x, h, da),
        db: tf.reshape<tf.Rank.R1>(tf.matMul(ones, da, true, false), p.b.shape),
      };
    },
  },
};
