import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, einsum, lookup, sum } from '../../../src/core/index.js';
import type { meanOfEmbeddings } from '../../../src/layers/embedding.js';

const realOf = (ids: tf.Tensor2D): tf.Tensor2D => tf.cast(tf.notEqual(ids, 0), 'float32');

export const bank: MistakeBank<typeof meanOfEmbeddings> = {
  mistakes: {
    'counts-padding': {
      edit: { "tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32')": 'tf.onesLike(ids)' },
      place: 'Add one more column of padding after your ids. Does the mean stay?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table itself.',
      cause:
        'Padding takes part: its vector is in the sum and its place in the count, so a short sentence looks like padding. Count only where ids is not 0.',
    },
    'padding-in-the-count': {
      edit: { 'tf.maximum<tf.Tensor2D>(count, 1)': 'ids.shape[1]' },
      place: 'The direction of your vectors is right. What about their length?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table. By which factor are you off?',
      cause:
        'Padding is left out of the sum but not out of the count: the sum is divided by T. Divide by the number of real tokens in the row.',
    },
    'padding-in-the-sum': {
      edit: {
        "einsum('B T, B T D -> B D', real, lookup(table, ids, 'meanOfEmbeddings ids'))":
          "sum('B T D -> B D', lookup(table, ids))",
      },
      place: 'A row without padding is right. Which vectors does a padded row add up?',
      probe: 'For the ids [[3, 0]] the mean is row 3 of the table. Is row 0 in yours?',
      cause:
        'The count is right, but the sum contains the vector of padding once for each padded place. Row 0 of the table is not zero. Multiply by the mask before the sum.',
    },
    'divided-by-nothing': {
      edit: { 'tf.maximum<tf.Tensor2D>(count, 1)': 'count' },
      place: 'Look at a row that is all padding.',
      probe: 'How many real tokens does the row [[0, 0]] have, and what is 0 / 0?',
      cause:
        'A row of padding alone has no token, and 0 / 0 is NaN, which spoils the whole batch later. The contract asks for zeros there: divide by at least 1.',
    },
  },
  variants: {
    'mask-as-an-axis': (table, ids) => {
      const real = tf.expandDims(realOf(ids), 2);
      const total = tf.sum(tf.mul(tf.gather(table, tf.cast(ids, 'int32')), real), 1);
      return tf.div(total, tf.maximum(tf.sum(real, 1), 1));
    },
    'weights-before-the-sum': (table, ids) => {
      const real = realOf(ids);
      const share = div(real, tf.maximum<tf.Tensor2D>(sum('B T -> B 1', real), 1));
      return einsum('B T, B T D -> B D', share, lookup(table, ids));
    },
  },
};
