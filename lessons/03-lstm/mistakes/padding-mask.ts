import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';

/** How many tokens each line has. */
function lengthsOf(ids: tf.Tensor2D): number[] {
  return ids.arraySync().map((line) => line.filter((id) => id !== 0).length);
}

/** For each line so many ones, then zeros. */
function fromLengths(ids: tf.Tensor2D, lengths: readonly number[]): tf.Tensor2D {
  const [B, T] = ids.shape;
  const places = Array.from({ length: T }, (_, t) => t);
  return tf.tensor2d(
    lengths.map((length) => places.map((t) => Number(t < length))),
    [B, T],
  );
}

export const bank: MistakeBank = {
  mistakes: {
    'turned-round': {
      place: 'Where are your ones: at words or at padding?',
      probe: 'Ids [[5, 0]] give [[1, 0]]. What are yours?',
      cause:
        'The mask is 1 at padding. PyTorch has such masks too, where true says "leave this out"; here 1 says that there is a word, so that multiplying by it keeps the words.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.cast(tf.equal<tf.Tensor2D>(ids, 0), 'float32');
      },
    },
    'true-and-false': {
      place: 'The places are right. Look at the dtype.',
      probe: 'What is your mask multiplied by 0.5?',
      cause:
        "notEqual gives a tensor of booleans. The mask is to be multiplied with and summed up: cast it to 'float32'.",
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.notEqual<tf.Tensor2D>(ids, 0);
      },
    },
    'whole-numbers': {
      place: 'The places are right. Look at the dtype.',
      probe: 'The ids are int32. Of what type is the result to be?',
      cause: 'Your ones and zeros are int32, as the ids are. The mask is float32: cast it.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.minimum(ids, tf.scalar(1, 'int32'));
      },
    },
    'every-id-a-word': {
      place: 'Look for a 0 in your mask.',
      probe: 'The ids [[5, 3, 0]] have two words. To how much does your mask sum?',
      cause:
        'All places get a 1, as if id 0 were a word of the vocabulary. It stands for padding: there the mask is 0.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.onesLike(tf.cast(ids, 'float32'));
      },
    },
    'id-one-is-padding-too': {
      place: 'Most places are right. Look at words with a small id.',
      probe: 'The ids [[1, 2, 0]] have two words. To how much does your mask sum?',
      cause:
        'Only ids above 1 count. Id 1 is a word like any other (in some vocabularies the unknown one, which was there all the same); padding is 0 alone.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.cast(tf.greater<tf.Tensor2D>(ids, 1), 'float32');
      },
    },
    'ids-for-ones': {
      place: 'Which numbers does your mask consist of?',
      probe: 'A mask has zeros and ones. Has yours a 5 where the id is 5?',
      cause:
        'These are the ids themselves as floats: 0 at padding, but not 1 at words. A word with a large id would weigh more. Ask which ids are not 0.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return tf.cast(ids, 'float32');
      },
    },
    'last-word-lost': {
      place: 'Look at the last word of each line.',
      probe: 'The ids [[5, 3, 0]] have two words. To how much does your mask sum?',
      cause:
        'The ones end one place early: of a line of n words, the places 0 to n - 1 are real, and n - 1 is one of them.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return fromLengths(
          ids,
          lengthsOf(ids).map((length) => length - 1),
        );
      },
    },
    'one-place-too-many': {
      place: 'Look at the first place of padding in each line.',
      probe: 'The ids [[5, 3, 0]] have two words. To how much does your mask sum?',
      cause:
        'The ones end one place late: of a line of n words, the places 0 to n - 1 are real, and place n is padding already.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return fromLengths(
          ids,
          lengthsOf(ids).map((length) => length + 1),
        );
      },
    },
    'padding-only-at-the-end': {
      place: 'Where padding stands at the end it is right. Try it in front.',
      probe: 'The ids [[0, 3]] give [[0, 1]]. What are yours?',
      cause:
        'You count the words of a line and put so many ones at its front. Padding may stand elsewhere, as where lines are filled up in front: ask at each place.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        return fromLengths(ids, lengthsOf(ids));
      },
    },
    'ends-at-the-first-padding': {
      place: 'Where padding stands at the end it is right. Try it in front.',
      probe: 'The ids [[0, 3]] give [[0, 1]]. What are yours?',
      cause:
        'All behind the first 0 is taken for padding. Each place says for itself whether it is a word.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        const lines = ids.arraySync();
        return fromLengths(
          ids,
          lines.map((line) => (line.includes(0) ? line.indexOf(0) : line.length)),
        );
      },
    },
    'minus-infinity': {
      place: 'Which numbers does your mask consist of?',
      probe: 'The ids [[5, 0]] give [[1, 0]]. What are yours?',
      cause:
        'This is a mask to be added to scores, as attention has it: 0 at words, a huge negative number at padding. Here it is one to multiply with: 1 and 0.',
      run: function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
        const isPadding = tf.equal<tf.Tensor2D>(ids, 0);
        return tf.where(isPadding, tf.fill(ids.shape, -1e9), tf.zeros<tf.Rank.R2>(ids.shape));
      },
    },
  },
  variants: {
    'by-its-sign': function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
      return tf.sign(tf.cast(ids, 'float32'));
    },
    'not-equal-as-one-minus-equal': function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
      const padding = tf.cast(tf.equal<tf.Tensor2D>(ids, tf.scalar(0, 'int32')), 'float32');
      return tf.sub(1, padding);
    },
    'place-by-place': function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
      const mask = ids.arraySync().map((line) => line.map((id) => (id > 0 ? 1 : 0)));
      return tf.tensor2d(mask, ids.shape);
    },
    'with-where': function paddingMask(ids: tf.Tensor2D): tf.Tensor2D {
      const here = tf.cast(ids, 'bool');
      return tf.where(here, tf.ones<tf.Rank.R2>(ids.shape), tf.zeros<tf.Rank.R2>(ids.shape));
    },
  },
};
