import type * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, exp, log, max, sub, sum, transpose } from '../../../src/core/index.js';
import type { softmax } from '../../../src/core/softmax.js';

export const bank: MistakeBank<typeof softmax<tf.Rank.R2>> = {
  mistakes: {
    'maximum-over-all': {
      edit: {
        "max('... V -> ... 1', x)": "max('B V -> ', x)",
        "atLeast(1, sum('... V -> ... 1', e))": "sum('B V -> B 1', e)",
      },
      place:
        'Look at a batch whose rows have very different sizes, such as 0 in one and 1000 in the other.',
      probe:
        'softmax of [[0, 0], [1000, 1000]]: both rows should be 1/2, 1/2. What is the maximum that your first row subtracts?',
      cause:
        'The maximum is taken over the whole tensor. A row far below it becomes exp of a huge negative number, which is 0, and then 0 / 0. Subtract from each row its own maximum.',
    },
    'no-maximum': {
      edit: { 'sub(x, m)': 'x' },
      place: 'Look at large scores.',
      probe: 'What is exp(1000) in your first line?',
      cause:
        'exp of a large score overflows to Infinity, and Infinity / Infinity is NaN. Subtract the maximum of each row before exp: the result stays the same.',
    },
    'over-the-batch': {
      edit: {
        "max('... V -> ... 1', x)": "max('B V -> 1 V', x)",
        "sum('... V -> ... 1', e)": "sum('B V -> 1 V', e)",
      },
      place: 'Add up a row of your result, then a column.',
      probe: 'With one row, every probability you return is 1, whatever the scores.',
      cause:
        'The sum runs over the batch axis, so the columns sum to 1. A softmax belongs to one row: sum over V.',
    },
    'sum-over-all': {
      edit: { "sum('... V -> ... 1', e)": "sum('B V -> ', e)" },
      place: 'Add up a row of your result.',
      probe: 'A batch of one row comes out right. With two rows, each row sums to less than 1.',
      cause:
        'The denominator is the sum over the whole batch, so all rows together sum to 1. Each row has a denominator of its own.',
    },
    'minus-forgotten': {
      edit: { 'sub(x, m)': 'sub(m, x)' },
      place: 'Compare the largest score with the largest probability in one row.',
      probe: 'softmax of [[1, 2]] should give the second entry more.',
      cause:
        'The sign of the exponent is turned around: the row is m - x, so the largest score gets the smallest probability. It must be x - m.',
    },
  },
  variants: {
    'through-the-logarithm': (x) => {
      const s = sub(x, max('B V -> B 1', x));
      return exp(sub(s, log(sum('B V -> B 1', exp(s)))));
    },
    'columns-first': (x) => {
      const columns = transpose(x);
      const e = exp(sub(columns, max('V B -> 1 B', columns)));
      return transpose(div(e, sum('V B -> 1 B', e)));
    },
  },
};
