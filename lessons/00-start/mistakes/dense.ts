import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, mul, stack, sum, unstack } from '../../../src/core/index.js';
import type { dense } from '../../../src/layers/dense.js';

export const bank: MistakeBank<typeof dense<tf.Rank.R2>> = {
  mistakes: {
    'bias-forgotten': {
      edit: {
        "add(einsum('... I, I F -> ... F', x, p.w), p.b)": "einsum('... I, I F -> ... F', x, p.w)",
      },
      place: 'Feed it an x of zeros.',
      probe: 'With x = 0 only the bias is left. What do you return?',
      cause: 'The bias is never added. Add p.b to every row.',
    },
    'bias-twice': {
      edit: { 'p.b)': 'add(p.b, p.b))' },
      place: 'Feed it an x of zeros.',
      probe: 'With x = 0 the result is the bias. By which factor are you off?',
      cause: 'The bias is added twice.',
    },
    'bias-inside-the-product': {
      edit: { 'add(einsum': 'mul(einsum' },
      place: 'Take a bias of ones and x = 0: what should come out?',
      probe: 'With weights 0 the result is the bias in every row.',
      cause:
        'The product is multiplied by the bias. A bias is added: it shifts the result and does not stretch it.',
    },
    'relu-inside': {
      edit: {
        "add(einsum('... I, I F -> ... F', x, p.w), p.b)":
          "relu(add(einsum('... I, I F -> ... F', x, p.w), p.b))",
      },
      place: 'Look for negative numbers in your result.',
      probe: 'Where the right result is negative, yours is 0.',
      cause:
        'A ReLU is applied inside the layer. A dense layer is only the affine map. The nonlinearity comes after it, as a layer of its own.',
    },
  },
  variants: {
    'with-matmul': (p, x) => tf.add(tf.matMul(x, p.w), p.b),
    'column-by-column': (p, x) => {
      const columns = unstack(p.w, 1).map((w) => sum('B I -> B', mul(x, w)));
      return add(stack(columns, 1), p.b);
    },
  },
};
