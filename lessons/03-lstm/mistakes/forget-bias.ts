import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, concat, div, exp, log, neg, rsub, split, sub } from '../../../src/core/index.js';

/** The bias with which a gate stands at f. */
function undone(f: tf.Tensor1D): tf.Tensor1D {
  return log(div(f, rsub(1, f)));
}

/** What is kept at each step. */
function kept(halfLives: tf.Tensor1D): tf.Tensor1D {
  return exp(tf.div<tf.Tensor1D>(-Math.LN2, halfLives));
}

export const bank: MistakeBank = {
  mistakes: {
    'third-quarter': {
      place: 'Compare your bias with the one that you were given. Which quarter has changed?',
      probe: 'With one unit b has four entries. Which of them is the forget gate?',
      cause:
        "The new bias went to the third quarter, where TensorFlow's older cells have the forget gate. The gates are packed i, f, g, o: it is the second.",
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, bf, , bo] = split(b, 4);
        return concat([bi, bf, undone(kept(halfLives)), bo]);
      },
    },
    'first-quarter': {
      place: 'Compare your bias with the one that you were given. Which quarter has changed?',
      probe: 'With one unit b has four entries. Which of them is the forget gate?',
      cause:
        'The new bias went to the first quarter, which belongs to the input gate. The gates are packed i, f, g, o: the forget gate is the second.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [, bf, bg, bo] = split(b, 4);
        return concat([undone(kept(halfLives)), bf, bg, bo]);
      },
    },
    'gates-of-each-unit-side-by-side': {
      place: 'With a single unit it is right. Which entries of the bias have changed?',
      probe: 'With three units b has 12 entries. Which three of them are the forget gates?',
      cause:
        'You read the bias as i, f, g, o of the first unit, then of the second. It lies gate by gate: first i of all units, then f of all units.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = tf.unstack(tf.reshape<tf.Rank.R2>(b, [halfLives.size, 4]), 1);
        const byUnit = [bi ?? b, undone(kept(halfLives)), bg ?? b, bo ?? b];
        return tf.reshape<tf.Rank.R1>(tf.stack(byUnit, 1), [b.size]);
      },
    },
    'all-gates': {
      place: 'Compare your bias with the one that you were given. Which quarters have changed?',
      probe:
        'A cell that keeps what it has need not take in all that comes. Which gates did you open?',
      cause:
        'All four quarters have the new bias. Only the forget gates decide how long a cell holds what it has; the others keep their bias.',
      run: function forgetBias(_b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const bf = undone(kept(halfLives));
        return concat([bf, bf, bf, bf]);
      },
    },
    'others-lost': {
      place: 'The forget gates are right. Compare the rest with the bias that you were given.',
      probe: 'Give it a b of ones. How many ones should be left, and how many are?',
      cause:
        'All other biases are 0 in your result, whatever they were. They stay as they are: the layer may be trained already.',
      run: function forgetBias(_b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const none = tf.zerosLike(halfLives);
        return concat([none, undone(kept(halfLives)), none, none]);
      },
    },
    'input-gates-turned-too': {
      place:
        'The forget gates are right. Compare the first quarter of your bias with what was given.',
      probe: 'With one unit, which of the four entries of b may change?',
      cause:
        'The input gates were given the negative of the new bias, as Tallec and Ollivier do. Here all biases but those of the forget gates stay.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [, , bg, bo] = split(b, 4);
        const opened = undone(kept(halfLives));
        return concat([neg(opened), opened, bg, bo]);
      },
    },
    'added-to-what-was-there': {
      place: 'With a b of zeros it is right. What becomes of the bias that the forget gates had?',
      probe: 'Call it twice, the second time with your own result. Does anything change?',
      cause:
        'The new bias is added to the old one, so the half-life is longer or shorter than asked. It takes its place.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, bf, bg, bo] = split(b, 4);
        return concat([bi, add(bf, undone(kept(halfLives))), bg, bo]);
      },
    },
    'the-longer-the-shorter': {
      place: 'Does your result depend on the half-life in the right direction? Try 1 and 100.',
      probe: 'A half-life of 100 steps should be a bias near 5. What is yours?',
      cause:
        'You take f = 1 / (N + 1), which forgets all the more, the longer the half-life. After N steps f to the power of N is left, and that is to be 1/2: f = 2^(-1/N).',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, neg(log(halfLives)), bg, bo]);
      },
    },
    'time-for-half-life': {
      place: 'The longer the half-life the larger the bias, and that is right. Try N = 1.',
      probe: 'With N = 2 a cell should be at a half after two steps: f * f = 0.5. What is your f?',
      cause:
        'You take f = 1 - 1 / N, as if each step took the N-th part of what there was at the start. Each step takes a share of what is left: f to the power of N is 1/2.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, log(sub(halfLives, 1)), bg, bo]);
      },
    },
    'logarithm-of-the-time': {
      place: 'The longer the half-life the larger the bias, and that is right. Try N = 2.',
      probe: 'With N = 2 a cell should be at a half after two steps: f * f = 0.5. What is your f?',
      cause:
        'The bias log N makes f = N / (N + 1). After N steps f to the power of N is left, and that is to be 1/2: f = 2^(-1/N). Then undo the sigmoid.',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, log(halfLives), bg, bo]);
      },
    },
    'power-turned-round': {
      place: 'Does your gate open with a longer half-life, or does it close?',
      probe: 'After N = 2 steps a half should be left, so f * f = 0.5. Is your f 0.25?',
      cause:
        'You take f = (1/2)^N, which is what N steps of 1/2 each leave. It is the other way round: f to the power of N is 1/2, so f = (1/2)^(1/N).',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, undone(tf.pow<tf.Tensor1D>(0.5, halfLives)), bg, bo]);
      },
    },
    'life-for-half-life': {
      place: 'Your biases are all somewhat too small. How much should be left after N steps?',
      probe: 'With N = 1 the gate should be at a half, so the bias is 0. What is yours?',
      cause:
        'You take f = e^(-1/N): after N steps 37 % are left. For a half it is 2^(-1/N), which is e^(-log 2 / N).',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, undone(exp(tf.div<tf.Tensor1D>(-1, halfLives))), bg, bo]);
      },
    },
    'gate-for-its-bias': {
      place: 'All your forget biases lie between 0 and 1. What is done to a bias before it gates?',
      probe: 'With N = 1 the gate is to be 0.5. What is sigmoid of your bias?',
      cause:
        'What you put in is f itself. The step takes the sigmoid of the bias: undo that first, with log(f / (1 - f)).',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, kept(halfLives), bg, bo]);
      },
    },
    'sign-turned': {
      place: 'Does your gate open with a longer half-life, or does it close?',
      probe: 'A half-life of 20 steps is a bias of 3.34. Is yours negative?',
      cause:
        'The sigmoid is undone the wrong way round: log((1 - f) / f) is the bias of 1 - f. It is log(f / (1 - f)).',
      run: function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
        const [bi, , bg, bo] = split(b, 4);
        return concat([bi, neg(undone(kept(halfLives))), bg, bo]);
      },
    },
  },
  variants: {
    'by-the-gate': function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
      const f = tf.pow<tf.Tensor1D>(0.5, tf.reciprocal(halfLives));
      const [bi, , bg, bo] = split(b, 4);
      return concat([bi, sub(log(f), log(rsub(1, f))), bg, bo]);
    },
    'number-by-number': function forgetBias(b: tf.Tensor1D, halfLives: tf.Tensor1D): tf.Tensor1D {
      const bias = Array.from(b.dataSync());
      halfLives.dataSync().forEach((steps, u) => {
        const f = 2 ** (-1 / steps);
        bias[halfLives.size + u] = -Math.log(1 / f - 1);
      });
      return tf.tensor1d(bias);
    },
    'as-the-difference-from-what-is-there': function forgetBias(
      b: tf.Tensor1D,
      halfLives: tf.Tensor1D,
    ): tf.Tensor1D {
      const [, bf] = split(b, 4);
      const none = tf.zerosLike(bf);
      return add(b, concat([none, sub(undone(kept(halfLives)), bf), none, none]));
    },
  },
};
