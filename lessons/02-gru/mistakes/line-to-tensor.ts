import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { InputError, wrongInput } from '../../../src/core/index.js';
import type { lineToTensor } from '../../../src/text/vocabulary.js';

export const bank: MistakeBank<typeof lineToTensor> = {
  mistakes: {
    'utf-16-units': {
      place: 'It is right on plain English. Print the pieces into which it cuts the line.',
      probe: "How many pieces does your cut make of '🐋'? It is one character.",
      cause:
        "split('') cuts a string into units of 16 bits, and an emoji takes two of them. No vocabulary has these halves. Array.from(line) goes by code points. Then mind the second way to type é.",
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
    'not-composed': {
      edit: { "line.normalize('NFC')": 'line' },
      place: 'An emoji comes out right. Try a letter with an accent that was typed in two parts.',
      probe: "How many characters does your cut make of 'e\\u0301', which looks like é?",
      cause:
        "You cut the line as it was typed: e and its accent stay two. line.normalize('NFC') first makes them one code point, the one in the vocabulary.",
    },
    'composed-and-cut-in-units': {
      edit: { "Array.from(line.normalize('NFC'))": "line.normalize('NFC').split('')" },
      place: 'A letter with an accent comes out right. Print the pieces of an emoji.',
      probe: "How many pieces does your cut make of '🐋'? It is one character.",
      cause:
        "A string counts in units of 16 bits. split('') and an index cut between the two units of an emoji. Array.from and for ... of go by code points.",
    },
    'taken-apart-instead': {
      edit: { "'NFC'": "'NFD'" },
      place: 'An emoji comes out right. Look at a letter with an accent.',
      probe: 'Print the length of é before and after your normalize.',
      cause:
        "NFD takes é apart into e and an accent. The vocabulary has it in one piece: normalize('NFC').",
    },
    'signs-for-code-points': {
      edit: {
        "Array.from(line.normalize('NFC'))":
          "Array.from(new Intl.Segmenter('en').segment(line.normalize('NFC')), (cut) => cut.segment)",
      },
      place: 'A whale comes out right. Try an emoji that is put together from others.',
      probe: "What is Array.from('👩\u200d🚀').length, and how many pieces does your cut make?",
      cause:
        'You cut the line into what looks like one character. The contract says code points, and what looks like one can have several. No vocabulary could list all combinations.',
    },
    'end-missing': {
      edit: { ', end]': ']' },
      place: 'Count the ids. How many should a line of three characters have?',
      probe: 'The empty line has one id. How many has yours?',
      cause:
        'The end is not there, so a model that learns from these lines never learns to stop. Put the id of end after the last character.',
    },
    'unknown-becomes-0': {
      edit: { 'read, idOf': 'read, idOf, 0' },
      place:
        'All lines of known characters are right. What about a character that is not in the list?',
      probe: "Take 'x' out of the tokens and ask for 'axe'. What do you get for the x?",
      cause:
        'An unknown character gets id 0, and 0 is padding: the mask would leave it out, and nobody would ever know. Throw an error that names it.',
    },
  },
  variants: {
    'by-the-place-in-the-list': (line, tokens, end) => {
      const ids: number[] = [];
      for (const character of line.normalize()) {
        const id = tokens.indexOf(character);
        if (id < 0) throw new Error(`${character} is not in the vocabulary`);
        ids.push(id);
      }
      return tf.tensor([...ids, tokens.lastIndexOf(end)], [ids.length + 1], 'int32');
    },
    'by-code-points': (line, tokens, end) => {
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
