import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, exp, log, max, sub, sum } from '../../../src/core/index.js';
import type { logSoftmax } from '../../../src/core/softmax.js';

export const bank: MistakeBank<typeof logSoftmax<tf.Rank.R2>> = {
  mistakes: {
    'log-of-softmax': {
      edit: {
        "sub(s, log(sum('... V -> ... 1', exp(s))))":
          "log(div(exp(s), sum('... V -> ... 1', exp(s))))",
      },
      place: 'Look at a row where one score is far below another.',
      probe:
        'For the row [0, 1000]: what is the softmax of the first entry, and what is the logarithm of that?',
      cause:
        'The softmax is computed first, and a small probability has already been rounded to 0: its logarithm is -Infinity. Take the logarithm of the quotient on paper, then compute the difference that it gives.',
    },
    'no-maximum': {
      edit: { "sub(x, max('... V -> ... 1', x))": 'x' },
      place: 'Look at large scores.',
      probe: 'What is exp(1000)?',
      cause:
        'The sum of exponentials overflows to Infinity. Subtract the maximum of each row before exp.',
    },
    'maximum-not-taken-off-twice': {
      edit: { 'sub(s, log(': 'sub(x, log(' },
      place:
        'Exponentiate a row of your result and add it up. Then add 10 to all scores and do it again.',
      probe: 'logSoftmax of [[5, 5]] should be log 1/2 twice, about -0.693.',
      cause:
        'The maximum is subtracted inside the logarithm but not from x outside it. Use the shifted scores in both places.',
    },
    'maximum-over-all': {
      edit: { "max('... V -> ... 1', x)": "max('B V -> ', x)" },
      place: 'Look at a batch whose rows have very different sizes.',
      probe: 'logSoftmax of [[0, 0], [1000, 1000]]: both rows are alike. Are yours?',
      cause:
        'The maximum is taken over the whole tensor: a row far below it underflows, and log 0 is -Infinity. Each row has its own maximum.',
    },
    'over-the-batch': {
      edit: {
        "max('... V -> ... 1', x)": "max('B V -> 1 V', x)",
        "sum('... V -> ... 1', exp(s))": "sum('B V -> 1 V', exp(s))",
      },
      place: 'Exponentiate your result and add up a row, then a column.',
      probe: 'With one row, all you return is 0, whatever the scores.',
      cause:
        'The sum runs over the batch axis. The probabilities of one row belong together: sum over V.',
    },
  },
  variants: {
    'maximum-put-back': (x) => {
      const m = max('B V -> B 1', x);
      const total = add(m, log(sum('B V -> B 1', exp(sub(x, m)))));
      return sub(x, total);
    },
    'with-tfjs-reductions': (x) => {
      const shifted = tf.sub(x, tf.max(x, 1, true));
      return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    },
  },
};
