import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { InputError, wrongInput } from '../../../src/core/index.js';

/** The id of each token; refuses what is none. */
function idsOf(read: readonly string[], tokens: readonly string[]): number[] {
  return read.map((token, place) => {
    const id = tokens.indexOf(token);
    if (id >= 0) return id;
    throw new InputError(`no token ${JSON.stringify(token)}, at place ${place}`);
  });
}

const charactersOf = (line: string) => Array.from(line.normalize('NFC'));

export const bank: MistakeBank = {
  mistakes: {
    'utf-16-units': {
      place: 'It is right on plain English. Print what the line was cut into.',
      probe: "How many pieces does your cut make of '🐋'? It is one character.",
      cause:
        "split('') cuts a string into units of 16 bits, and characters such as emoji take two of them: the halves are in no vocabulary. Array.from(line) goes by code points. Then mind the second way to type é.",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const idOf = new Map(tokens.map((token, id) => [token, id]));
        const read = [...line.split(''), end];
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
      },
    },
    'end-missing': {
      place: 'Count the ids. How many should a line of three characters have?',
      probe: 'The empty line has one id. How many has yours?',
      cause:
        'The end is not there, so a model that learns from these lines never learns to stop. Put the id of end behind the last character.',
      run: function lineToTensor(line: string, tokens: readonly string[]): tf.Tensor1D {
        return tf.tensor1d(idsOf(charactersOf(line), tokens), 'int32');
      },
    },
    'end-in-front': {
      place: 'Look at your first id and at your last.',
      probe: "'aha' ends in the id of end. Does yours begin with it?",
      cause: 'The end stands in front of the line. It belongs behind the last character.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([end, ...charactersOf(line)], tokens), 'int32');
      },
    },
    'end-spelt-out': {
      place: "With '\\n' as the end all is right. Try '</s>'.",
      probe: "How many tokens is '</s>' in the vocabulary, and how many in yours?",
      cause:
        'The end is joined to the line and cut into characters with it. It is one token, however many letters its name has: add it behind the cut line.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf(charactersOf(line + end), tokens), 'int32');
      },
    },
    'ids-from-1': {
      place: 'Compare each of your ids with the place of its token in the list.',
      probe: 'The second token of the list has id 1. Which has it in yours?',
      cause:
        'The ids count from 1. They are places in the list, from 0: padding, the first, has id 0.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const ids = idsOf([...charactersOf(line), end], tokens);
        return tf.tensor1d(
          ids.map((id) => id + 1),
          'int32',
        );
      },
    },
    'padding-left-out-of-the-count': {
      place: 'Compare each of your ids with the place of its token in the list.',
      probe: 'The second token of the list has id 1. Which has it in yours?',
      cause:
        'The ids count without padding, so all are one too small, and one real token gets id 0, which is padding. They are places in the list as it is.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const ids = idsOf([...charactersOf(line), end], tokens.slice(1));
        return tf.tensor1d(ids, 'int32');
      },
    },
    'unknown-becomes-0': {
      place: 'All lines of known characters are right. What about a character that is in no list?',
      probe: "Take 'x' out of the tokens and ask for 'axe'. What do you get for the x?",
      cause:
        'An unknown character gets id 0, and 0 is padding: the mask would leave it out, and nobody would ever know. Throw an error that names it.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const idOf = new Map(tokens.map((token, id) => [token, id]));
        const ids = [...charactersOf(line), end].map((token) => idOf.get(token) ?? 0);
        return tf.tensor1d(ids, 'int32');
      },
    },
    'unknown-becomes-minus-1': {
      place: 'All lines of known characters are right. What about a character that is in no list?',
      probe: "Take 'x' out of the tokens and ask for 'axe'. What do you get for the x?",
      cause:
        'indexOf gives -1 where it finds nothing, and -1 goes into the tensor. The model would fail on it far from here. Throw an error that names the character.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const ids = [...charactersOf(line), end].map((token) => tokens.indexOf(token));
        return tf.tensor1d(ids, 'int32');
      },
    },
    'unknown-left-out': {
      place: 'All lines of known characters are right. What about a character that is in no list?',
      probe: "Take 'x' out of the tokens and ask for 'axe'. How many ids do you get?",
      cause:
        'An unknown character is dropped, so the model would read another text than the one it was given. Throw an error that names it.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const known = charactersOf(line).filter((character) => tokens.includes(character));
        return tf.tensor1d(idsOf([...known, end], tokens), 'int32');
      },
    },
    'not-composed': {
      place:
        'An emoji comes out right. Look at a letter with an accent that was typed in two parts.',
      probe: "How many characters does your cut make of 'e\\u0301', which looks like é?",
      cause:
        "The line is cut as it was typed: e and an accent stay two. line.normalize('NFC') first makes one code point of them, the one that the vocabulary has.",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...Array.from(line), end], tokens), 'int32');
      },
    },
    'taken-apart-instead': {
      place: 'An emoji comes out right. Look at a letter with an accent.',
      probe: 'Print the length of é after your normalize, and before.',
      cause:
        "NFD takes é apart into e and an accent. The vocabulary has it in one piece: normalize('NFC').",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...Array.from(line.normalize('NFD')), end], tokens), 'int32');
      },
    },
    'accents-taken-off': {
      place: 'An emoji comes out right. Look at a letter with an accent.',
      probe: 'The list has é and e. Which of the two ids do you get for é?',
      cause:
        "The accents are taken off, so é is read as e. That is another letter, and the vocabulary has both: normalize('NFC') keeps it, in one piece.",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const bare = line.normalize('NFD').replace(/\p{M}/gu, '');
        return tf.tensor1d(idsOf([...Array.from(bare), end], tokens), 'int32');
      },
    },
    'composed-and-cut-in-units': {
      place: 'A letter with an accent comes out right. Print what an emoji is cut into.',
      probe: "How many pieces does your cut make of '🐋'? It is one character.",
      cause:
        "A string counts in units of 16 bits, and split('') and an index cut between the two units of an emoji. Array.from and for ... of go by code points.",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...line.normalize('NFC').split(''), end], tokens), 'int32');
      },
    },
    'blanks-trimmed': {
      place: 'Count the ids of a line of two blanks.',
      probe: "'  ' has three ids with its end. How many has yours?",
      cause: 'Blanks at the ends of the line are cut off. A blank is a character like any other.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...charactersOf(line.trim()), end], tokens), 'int32');
      },
    },
    'lower-cased': {
      place: 'Small letters come out right. Try a line with a capital.',
      probe: "The list has A and a. Which of the two ids do you get for 'A'?",
      cause:
        'The line is made lower case, so A is read as a. Another letter is another token, and a model that never reads a capital never writes one. Take the line as it is.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...charactersOf(line.toLowerCase()), end], tokens), 'int32');
      },
    },
    'signs-for-code-points': {
      place: 'A whale comes out right. Try an emoji that is put together from others.',
      probe: "What is Array.from('👩\u200d🚀').length, and how many pieces does your cut make?",
      cause:
        'The line is cut into what the eye takes for one sign. The contract says code points, and of those some signs have several: no vocabulary could list all that can be put together.',
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        const cut = new Intl.Segmenter('en').segment(line.normalize('NFC'));
        const signs = Array.from(cut, ({ segment }) => segment);
        return tf.tensor1d(idsOf([...signs, end], tokens), 'int32');
      },
    },
    'ids-as-floats': {
      place: 'Print the dtype of your tensor.',
      probe: 'tf.tensor1d takes the type as its second argument. What does it take without one?',
      cause:
        "The ids are float32, which is what tf.tensor1d makes unless told otherwise. A lookup needs whole numbers: tf.tensor1d(ids, 'int32').",
      run: function lineToTensor(
        line: string,
        tokens: readonly string[],
        end: string,
      ): tf.Tensor1D {
        return tf.tensor1d(idsOf([...charactersOf(line), end], tokens));
      },
    },
  },
  variants: {
    'by-the-place-in-the-list': function lineToTensor(
      line: string,
      tokens: readonly string[],
      end: string,
    ): tf.Tensor1D {
      const ids: number[] = [];
      for (const character of line.normalize()) {
        const id = tokens.indexOf(character);
        if (id < 0) throw new Error(`${character} is not in the vocabulary`);
        ids.push(id);
      }
      return tf.tensor([...ids, tokens.lastIndexOf(end)], [ids.length + 1], 'int32');
    },
    'by-code-points': function lineToTensor(
      line: string,
      tokens: readonly string[],
      end: string,
    ): tf.Tensor1D {
      const idOf: Record<string, number> = Object.fromEntries(
        tokens.map((token, id) => [token, id]),
      );
      const composed = line.normalize('NFC');
      const ids: number[] = [];
      let i = 0;
      while (i < composed.length) {
        const character = String.fromCodePoint(composed.codePointAt(i) ?? 0);
        const id = idOf[character];
        if (id === undefined) throw new RangeError(`unknown: ${character}`);
        ids.push(id);
        i += character.length;
      }
      return tf.tensor1d(Int32Array.from([...ids, idOf[end] ?? NaN]), 'int32');
    },
  },
};
