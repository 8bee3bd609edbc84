import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  div,
  flattenParams,
  mapParams,
  mul,
  sqrt,
  square,
  type Params,
} from '../../../src/core/index.js';

/** Sum of the squares of all entries of all tensors. */
function squaresOf(gradients: Params): tf.Scalar {
  const squares = Object.values(flattenParams(gradients)).map((g) => tf.sum<tf.Scalar>(square(g)));
  return squares.reduce<tf.Scalar>((total, one) => add(total, one), tf.scalar(0));
}

/** limit / max(norm, limit). */
function factor(norm: tf.Scalar, limit: number): tf.Scalar {
  return div(tf.scalar(limit), tf.maximum<tf.Scalar>(norm, limit));
}

export const bank: MistakeBank = {
  mistakes: {
    'each-tensor-alone': {
      place: 'With a single tensor all is right. How many norms do you compute?',
      probe:
        'Two tensors, [3] and [4]: their norm together is 5. With the limit 1 they become [0.6] and [0.8]. Are yours [1] and [1]?',
      cause:
        'Each tensor is shortened by a norm of its own, so long ones shrink more than short ones and the step goes another way. Compute one norm over all of them, and use one factor.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        return mapParams(gradients, (g) => {
          const norm = sqrt(tf.sum<tf.Scalar>(square(g)));
          return mul(g, factor(norm, limit));
        });
      },
    },
    'short-ones-stretched': {
      place: 'Long gradients are right. Look at short ones.',
      probe:
        'The gradients [0.3] and [0.4] have norm 0.5. With the limit 1 they should stay. Are yours [0.6] and [0.8]?',
      cause:
        'All gradients are brought to the length of the limit, the short ones as well, and near the goal, where gradients are small, the steps never get smaller. The factor is at most 1: divide by max(norm, limit).',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const scale = div(tf.scalar(limit), sqrt(squaresOf(gradients)));
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'long-ones-left': {
      place: 'Compare a long gradient before and after. Which ones do you change?',
      probe: 'With norm 5 and limit 1, limit / max(norm, limit) is 0.2. What is your factor?',
      cause:
        'The long ones stay and the short ones are stretched: the smaller of norm and limit is taken where the larger belongs. Divide by max(norm, limit).',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const norm = sqrt(squaresOf(gradients));
        const scale = div(tf.scalar(limit), tf.minimum<tf.Scalar>(norm, limit));
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'root-forgotten': {
      place: 'Long gradients come out too short. Look at your norm.',
      probe: 'The gradients [3] and [4] have norm 5. Is yours 25?',
      cause:
        'The sum of the squares is compared with the limit, without its root, so gradients are cut that were short enough, and the others too far. The norm is the square root of the sum.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const scale = factor(squaresOf(gradients), limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'limit-squared': {
      place: 'With the limit 1 and long gradients, by how much too short are yours?',
      probe: 'The gradients [3] and [4] with the limit 1: the factor is 1/5. Is yours 1/25?',
      cause:
        'Norm and limit are both squared, which compares them rightly, but the factor is then squared as well. Take the root of the quotient, or do without the squares.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const scale = factor(squaresOf(gradients), limit * limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'each-entry-alone': {
      place: 'Do your gradients still point where they did?',
      probe: 'The gradient [3, 4] with the limit 1 becomes [0.6, 0.8]. Is yours [1, 1]?',
      cause:
        'Every entry is cut off at the limit. That is clipping by value: large entries lose more than small ones, so the direction changes. Here all are multiplied by one factor.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        return mapParams(gradients, (g) => tf.clipByValue(g, -limit, limit));
      },
    },
    'norms-added': {
      place: 'With a single tensor all is right. How do you put the norms of several together?',
      probe: 'Two tensors, [3] and [4]: as one vector [3, 4] they have norm 5. Is yours 7?',
      cause:
        'The norms of the tensors are added up. Lengths at right angles do not add, their squares do: add the squares, then take one root.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const norms = Object.values(flattenParams(gradients)).map((g) =>
          sqrt(tf.sum<tf.Scalar>(square(g))),
        );
        const norm = norms.reduce<tf.Scalar>((total, one) => add(total, one), tf.scalar(0));
        const scale = factor(norm, limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'mean-of-squares': {
      place: 'Long gradients come out too long. What do you do with the squares?',
      probe: 'The gradient [3, 4] has norm 5. Is yours 3.54, the root of 12.5?',
      cause:
        'The squares are averaged, so a model with more weights is allowed longer gradients. Add them up.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const all = Object.values(flattenParams(gradients));
        const count = all.reduce((total, g) => total + g.size, 0);
        const scale = factor(sqrt(div(squaresOf(gradients), count)), limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'largest-entry-for-the-norm': {
      place: 'The direction is right, and the length is not. What do you measure?',
      probe: 'The gradient [3, 4] has norm 5. Is yours 4?',
      cause:
        'The largest entry is taken for the length. The length counts them all: the root of the sum of their squares.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const tops = Object.values(flattenParams(gradients)).map((g) =>
          tf.max<tf.Scalar>(tf.abs(g)),
        );
        const top = tops.reduce((a, b) => tf.maximum<tf.Scalar>(a, b), tf.scalar(0));
        const scale = factor(top, limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'absolute-values-added': {
      place: 'The direction is right, and the length is not. What do you measure?',
      probe: 'The gradient [3, 4] has norm 5. Is yours 7?',
      cause: 'The absolute values are added up. The length is the root of the sum of the squares.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const all = Object.values(flattenParams(gradients)).map((g) =>
          tf.sum<tf.Scalar>(tf.abs(g)),
        );
        const norm = all.reduce<tf.Scalar>((total, one) => add(total, one), tf.scalar(0));
        const scale = factor(norm, limit);
        return mapParams(gradients, (g) => mul(g, scale));
      },
    },
    'made-one-long': {
      place: 'With the limit 1 all is right. Try another one.',
      probe:
        'The gradients [3] and [4] with the limit 2 become [1.2] and [1.6]. Are yours [0.6] and [0.8]?',
      cause:
        'Long gradients are divided by their norm, which makes them 1 long, whatever the limit. Multiply by the limit as well.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const norm = sqrt(squaresOf(gradients));
        const tooLong = (norm.dataSync()[0] ?? 0) > limit;
        return mapParams(gradients, (g) => (tooLong ? div(g, norm) : g));
      },
    },
    'divided-by-the-limit': {
      place:
        'Look at gradients that are far too long: does their length come out the same for all?',
      probe:
        'The gradients [3] and [4] with the limit 2 become [1.2] and [1.6]. Are yours [1.5] and [2]?',
      cause:
        'Long gradients are divided by the limit and not brought to it: those that were twice as long stay twice as long. Divide by the norm and multiply by the limit.',
      run: function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
        const tooLong = (sqrt(squaresOf(gradients)).dataSync()[0] ?? 0) > limit;
        return mapParams(gradients, (g) => (tooLong ? div(g, limit) : g));
      },
    },
  },
  variants: {
    'as-pytorch-does': function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
      const norm = Math.sqrt(squaresOf(gradients).dataSync()[0] ?? 0);
      const scale = Math.min(1, limit / (norm + 1e-6));
      return mapParams(gradients, (g) => mul(g, scale));
    },
    'only-when-too-long': function clipByGlobalNorm<P extends Params>(
      gradients: P,
      limit: number,
    ): P {
      let squares = 0;
      for (const g of Object.values(flattenParams(gradients)))
        for (const entry of g.dataSync()) squares += entry * entry;
      if (squares <= limit * limit) return gradients;
      const norm = Math.sqrt(squares);
      return mapParams(gradients, (g) => tf.mul(tf.div(g, norm), limit));
    },
    'as-one-vector': function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
      const all = Object.values(flattenParams(gradients)).map((g) => tf.reshape(g, [-1]));
      const norm = tf.norm(tf.concat(all));
      const over = tf.relu(tf.sub(tf.div(norm, limit), 1));
      return mapParams(gradients, (g) => tf.div(g, tf.add(over, 1)));
    },
  },
};
