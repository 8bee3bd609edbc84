import {
  behaviour,
  contract,
  ints,
  law,
  seeded,
  values,
  type Case,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { tensorOf, worstDifference } from '../../values.js';

const letters = ['<pad>', '\n', ' ', 'a', 'e', 'h', 'l', 's', 'w', 'é', '🐋'];

const of = (name: string, line: string, ids: readonly number[], end = '\n'): Case => ({
  name,
  args: { line, tokens: letters, end },
  expected: ints([ids.length], ids),
});

const plain = [
  of('aha', 'aha', [3, 5, 3, 1]),
  of('two words', 'a whale', [3, 2, 8, 5, 3, 6, 4, 1]),
  of('the empty line', '', [1]),
  of('a line of blanks', '  ', [2, 2, 1]),
];

const beyondEnglish = [
  of('a whale as an emoji', '🐋 ah', [10, 2, 3, 5, 1]),
  of('é as one code point', 'l\u00e9', [6, 9, 1]),
  of('é typed as e and an accent', 'le\u0301a', [6, 9, 3, 1]),
];

const aCapital: Case = {
  name: 'a capital letter',
  args: { line: 'Ah', tokens: ['<pad>', '\n', 'A', 'a', 'H', 'h'], end: '\n' },
  expected: ints([3], [2, 5, 1]),
};

/** One sign to the eye, and one grapheme: a woman, a joiner and a rocket. */
const ofThree: Case = {
  name: 'an emoji of three code points',
  args: { line: '👩\u200d🚀', tokens: ['<pad>', '\n', '👩', '\u200d', '🚀'], end: '\n' },
  expected: ints([4], [2, 3, 4, 1]),
};

const otherEnd: Case = {
  name: 'an end of four characters',
  args: { line: 'ba', tokens: ['<pad>', 'a', 'b', '</s>'], end: '</s>' },
  expected: ints([3], [2, 1, 3]),
};

/** A line of 3 to 12 characters of the vocabulary, without padding and end. */
const drawLine = (rng: Draws) =>
  Array.from(
    { length: 3 + rng.int(10) },
    () => letters[2 + rng.int(letters.length - 2)] ?? '',
  ).join('');

const drawn = seeded(
  3,
  (rng) => ({ line: drawLine(rng), tokens: letters, end: '\n' }),
  'drawn lines',
);

export const lineToTensor: Task = {
  id: 'line-to-tensor',
  title: 'A line as ids',
  from: 'src/text/vocabulary.ts',
  name: 'lineToTensor',
  kind: 'debug',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: [],
  hints: [
    "It is right on plain English. Try 'le\\u0301a' and '🐋', and print what the line was cut into.",
    "A string counts in units of 16 bits: '🐋'.length is 2, and split('') cuts between the two. Array.from(line) goes by code points.",
    "There are two ways to type é: as one code point, or as e and an accent behind it. line.normalize('NFC') makes the first of both. So: Array.from(line.normalize('NFC')), and the end behind it.",
  ],
  wrongVersion: 'utf-16-units',
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'T' } }),
    values({ title: 'values on plain lines', cases: [...plain, aCapital, otherEnd], share: 0.3 }),
    values({
      title: 'values beyond plain English',
      cases: [...beyondEnglish, ofThree],
      share: 0.3,
    }),
    values({ title: 'values on 3 drawn lines', cases: drawn, share: 0.1 }),
    law({
      title: 'two lines, one behind the other',
      share: 0.1,
      holds: async (ask, rng) => {
        const [first, second] = [drawLine(rng), drawLine(rng)];
        const idsOf = async (line: string) =>
          tensorOf(await ask({ line, tokens: letters, end: '\n' }));
        const [a, b, both] = [await idsOf(first), await idsOf(second), await idsOf(first + second)];
        const joined = [...a.data.slice(0, -1), ...b.data];
        if (worstDifference(both, ints([joined.length], joined)) === 0) return undefined;
        return 'the ids of two lines written as one should be those of the first without its end, then those of the second.';
      },
    }),
    behaviour({
      title: 'an unknown character is refused',
      share: 0.2,
      holds: async (ask) => {
        const outcome = await ask.outcome({ line: 'waxy', tokens: letters, end: '\n' });
        if (outcome.kind === 'threw') return undefined;
        const came =
          outcome.kind === 'value' ? tensorOf(outcome.value).data.join(', ') : outcome.kind;
        return `no token stands for the x and the y of 'waxy', and yet [${came}] came out. Throw an error that names what is unknown.`;
      },
    }),
  ],
};
