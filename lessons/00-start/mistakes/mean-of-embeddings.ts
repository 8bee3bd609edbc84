import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, einsum, lookup, max, mean, mul, sum } from '../../../src/core/index.js';

const realOf = (ids: tf.Tensor2D): tf.Tensor2D => tf.cast(tf.notEqual(ids, 0), 'float32');

export const bank: MistakeBank = {
  mistakes: {
    'counts-padding': {
      place: 'Put one more column of padding behind your ids. Does the mean stay?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table itself.',
      cause:
        'Padding takes part: its vector is in the sum and its place in the count, so a short sentence looks like padding. Count only where ids is not 0.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        return mean('B T D -> B D', lookup(table, ids));
      },
    },
    'padding-in-the-count': {
      place: 'The direction of your vectors is right. What about their length?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table. By which factor are you off?',
      cause:
        'Padding is left out of the sum but not out of the count: the sum is divided by T. Divide by the number of real tokens in the row.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        const total = einsum('B T, B T D -> B D', realOf(ids), lookup(table, ids));
        return div(total, ids.shape[1]);
      },
    },
    'padding-in-the-sum': {
      place: 'A row without padding is right. Which vectors does a padded row add up?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table. Is row 0 in yours?',
      cause:
        'The count is right, but the sum has the vector of padding in it as often as there is padding. Row 0 of the table is not zero. Multiply by the mask before the sum.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        const count = tf.maximum<tf.Tensor2D>(sum('B T -> B 1', realOf(ids)), 1);
        return div(sum('B T D -> B D', lookup(table, ids)), count);
      },
    },
    'divided-by-nothing': {
      place: 'Look at a row that is all padding.',
      probe: 'How many real tokens does the row [[0, 0]] have, and what is 0 / 0?',
      cause:
        'A row of padding alone has no token, and 0 / 0 is NaN, which poisons the whole batch later. The contract asks for zeros there: divide by at least 1.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        const total = einsum('B T, B T D -> B D', realOf(ids), lookup(table, ids));
        return div(total, sum('B T -> B 1', realOf(ids)));
      },
    },
    'sum-for-mean': {
      place: 'Repeat every token of a sentence. Does your result change?',
      probe: 'For the ids [[3, 3]] the mean is row 3 of the table.',
      cause:
        'The vectors are added up and not divided by their number, so a long sentence gives a long vector.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        return einsum('B T, B T D -> B D', realOf(ids), lookup(table, ids));
      },
    },
    'longest-row-counts': {
      place: 'The row with most tokens is right. What do you divide the others by?',
      probe: 'For the ids [[3, 4], [3, 0]] the second mean is row 3 itself.',
      cause:
        'All rows are divided by the number of tokens in the longest one. Each row has a count of its own.',
      run: function meanOfEmbeddings(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor2D {
        const total = einsum('B T, B T D -> B D', realOf(ids), lookup(table, ids));
        const count = max('B -> ', sum('B T -> B', realOf(ids)));
        return div(total, tf.maximum<tf.Scalar>(count, 1));
      },
    },
  },
  variants: {
    'mask-as-an-axis': function meanOfEmbeddings(
      table: tf.Tensor2D,
      ids: tf.Tensor2D,
    ): tf.Tensor2D {
      const real = tf.expandDims(realOf(ids), 2);
      const total = tf.sum(tf.mul(tf.gather(table, tf.cast(ids, 'int32')), real), 1);
      return tf.div(total, tf.maximum(tf.sum(real, 1), 1));
    },
    'weights-before-the-sum': function meanOfEmbeddings(
      table: tf.Tensor2D,
      ids: tf.Tensor2D,
    ): tf.Tensor2D {
      const real = realOf(ids);
      const share = div(real, tf.maximum<tf.Tensor2D>(sum('B T -> B 1', real), 1));
      return einsum('B T, B T D -> B D', share, lookup(table, ids));
    },
    'sentence-by-sentence': function meanOfEmbeddings(
      table: tf.Tensor2D,
      ids: tf.Tensor2D,
    ): tf.Tensor2D {
      const rows = ids.arraySync().map((sentence) => {
        const tokens = sentence.filter((id) => id !== 0);
        if (tokens.length === 0) return tf.zeros<tf.Rank.R1>([table.shape[1]]);
        const vectors = tf.gather(table, tf.tensor1d(tokens, 'int32'));
        return mul(tf.sum<tf.Tensor1D>(vectors, 0), 1 / tokens.length);
      });
      return tf.stack(rows) as tf.Tensor2D;
    },
  },
};
