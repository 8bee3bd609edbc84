import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../core/index.js';

/**
 * Turns a line into what a character model reads: the id of each character, then that of the token that ends a line. Ids count
 * the tokens of the vocabulary from 0.
 *
 *   lineToTensor('aha', ['<pad>', '\n', 'a', 'h'], '\n')  ->  [2, 3, 2, 1]
 *
 * A character is a Unicode code point after composition (NFC), as in `characters`: `é` is one however it was typed, and so is
 * `🐋`, which a string counts as two. One that is no token of the vocabulary, such as a letter the text never had, throws an
 * InputError: id 0 is padding, and an unknown character that came out as 0 would vanish without a word.
 *
 * @param line a line without its end; the empty line is its end alone
 * @param tokens of the vocabulary, in the order of their ids
 * @param end the token that ends a line, one of the tokens
 * @returns ids, int32, [T], T = number of characters + 1
 * @throws InputError if the end is no token of the vocabulary
 */
export function lineToTensor(line: string, tokens: readonly string[], end: string): tf.Tensor1D {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const read = [...Array.from(line.normalize('NFC')), end];
  const ids = read.map((token, place) => {
    const id = idOf.get(token);
    if (id !== undefined) return id;
    throw new InputError(
      wrongInput(
        'lineToTensor line',
        `one of the ${tokens.length} tokens of the vocabulary`,
        `${JSON.stringify(token)} at place ${place}`,
        'Leave it out, or build the vocabulary from a text that has it.',
      ),
    );
  });
  return tf.tensor1d(ids, 'int32');
}
