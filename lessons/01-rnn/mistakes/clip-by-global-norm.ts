import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { flattenParams, mapParams, mul, type Params } from '../../../src/core/index.js';

export const bank: MistakeBank = {
  mistakes: {
    'each-tensor-alone': {
      edit: {
        'const scale =': 'const scaleOf = (g: tf.Tensor) =>',
        'globalNorm(gradients)': 'globalNorm(g)',
        'mul(g, scale)': 'mul(g, scaleOf(g))',
      },
      place: 'With a single tensor all is right. How many norms do you compute?',
      probe:
        'Two tensors, [3] and [4]: their norm together is 5. With the limit 1 they become [0.6] and [0.8]. Are yours [1] and [1]?',
      cause:
        'You shorten each tensor by its own norm. Long ones shrink more than short ones, and the step goes in another direction. Compute one norm over all of them, and use one factor.',
    },
    'each-entry-alone': {
      edit: { 'mul(g, scale)': 'tf.clipByValue(g, -limit, limit)' },
      place: 'Do your gradients still point where they did?',
      probe: 'The gradient [3, 4] with the limit 1 becomes [0.6, 0.8]. Is yours [1, 1]?',
      cause:
        'You cut every entry off at the limit. That is clipping by value: large entries lose more than small ones, so the direction changes. Here one factor multiplies them all.',
    },
    'short-ones-stretched': {
      edit: { 'tf.maximum(globalNorm(gradients), limit)': 'globalNorm(gradients)' },
      place: 'Long gradients are right. Look at short ones.',
      probe:
        'The gradients [0.3] and [0.4] have norm 0.5. With the limit 1 they should stay. Are yours [0.6] and [0.8]?',
      cause:
        'You bring all gradients to the length of the limit, short ones as well. Near the goal, where gradients are small, the steps never get smaller. The factor is at most 1: divide by max(norm, limit).',
    },
    'root-forgotten': {
      edit: { "sqrt(sum('N -> ', stack(squares)))": "sum('N -> ', stack(squares))" },
      place: 'Long gradients come out too short. Look at your norm.',
      probe: 'The gradients [3] and [4] have norm 5. Is yours 25?',
      cause:
        'You compare the sum of the squares with the limit, without its root. So you cut gradients that were short enough, and cut the others too far. The norm is the square root of the sum.',
    },
  },
  variants: {
    'as-pytorch-does': function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
      const all = Object.values(flattenParams(gradients)).map((g) => tf.reshape(g, [-1]));
      const norm = tf.norm(tf.concat(all));
      const scale = tf.minimum<tf.Scalar>(1, tf.div(limit, tf.add(norm, 1e-6)));
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
  },
};
