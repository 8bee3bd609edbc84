import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { paddingMask } from '../../../src/layers/mask.js';

export const bank: MistakeBank<typeof paddingMask> = {
  mistakes: {
    'turned-round': {
      edit: { notEqual: 'equal' },
      place: 'Where are your ones: at words or at padding?',
      probe: 'The ids [[5, 0]] give [[1, 0]]. What do they give in yours?',
      cause:
        'Your mask is 1 at padding. PyTorch has such masks too, where true means "leave this out". Here 1 means that there is a word, so that multiplying by the mask keeps the words.',
    },
    'true-and-false': {
      edit: { "tf.cast(isToken, 'float32')": 'isToken' },
      place: 'The places are right. Look at the dtype.',
      probe: 'What is your mask multiplied by 0.5?',
      cause:
        "notEqual returns booleans. We multiply by the mask and sum it, so cast it to 'float32'.",
    },
    'ids-for-ones': {
      edit: { 'tf.cast(isToken,': 'tf.cast(ids,' },
      place: 'Which numbers are in your mask?',
      probe: 'A mask holds zeros and ones. Does yours hold a 5 where the id is 5?',
      cause:
        'Your mask is the ids as floats: 0 at padding, but not 1 at words. A word with a large id would weigh more. Ask which ids are not 0.',
    },
    'ends-at-the-first-padding': {
      edit: { "tf.cast(isToken, 'float32')": "tf.cumprod(tf.cast(isToken, 'float32'), 1)" },
      place: 'Padding at the end is right. Try padding at the front.',
      probe: 'The ids [[0, 3]] give [[0, 1]]. What do they give in yours?',
      cause:
        'You take everything after the first 0 for padding. Each place says for itself whether it holds a word.',
    },
  },
  variants: {
    'by-its-sign': (ids) => tf.sign(tf.cast(ids, 'float32')),
    'place-by-place': (ids) => {
      const mask = ids.arraySync().map((line) => line.map((id) => (id > 0 ? 1 : 0)));
      return tf.tensor2d(mask, ids.shape);
    },
  },
};
