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
import { gapOf, tensorOf } from '../../values.js';

const plainLetters = [' ', 'a', 'e', 'h', 'l', 's', 'w'];
/** The last two join into one sign to the eye: a woman, a joiner and a rocket. */
const otherLetters = ['é', '🐋', '👩', '\u200d', '🚀'];
const letters = ['<pad>', '\n', ...plainLetters, 'é', '🐋'];

const of = (
  name: string,
  line: string,
  ids: readonly number[],
  tokens = letters,
  end = '\n',
): Case => ({ name, args: { line, tokens, end }, expected: ints([ids.length], ids) });

const plain = [
  of('aha', 'aha', [3, 5, 3, 1]),
  of('two words', 'a whale', [3, 2, 8, 5, 3, 6, 4, 1]),
  of('the empty line', '', [1]),
  of('a line of blanks', '  ', [2, 2, 1]),
  of('a capital letter', 'Ah', [2, 5, 1], ['<pad>', '\n', 'A', 'a', 'H', 'h']),
  of('an end of four characters', 'ba', [2, 1, 3], ['<pad>', 'a', 'b', '</s>'], '</s>'),
];
const beyondEnglish = [
  of('a whale as an emoji', '🐋 ah', [10, 2, 3, 5, 1]),
  of('é as one code point', 'l\u00e9', [6, 9, 1]),
  of('é typed as e and an accent', 'le\u0301a', [6, 9, 3, 1]),
  of(
    'an emoji of three code points',
    '👩\u200d🚀',
    [2, 3, 4, 1],
    ['<pad>', '\n', '👩', '\u200d', '🚀'],
  ),
];

/** Some of the letters, as they are typed: é in two signs. */
const drawLine = (rng: Draws, from: readonly string[], most = 10) =>
  Array.from({ length: 3 + rng.int(most) }, () => from[rng.int(from.length)] ?? '')
    .join('')
    .normalize('NFD');

/** A vocabulary in an order of its own, its end among the others. */
const drawTokens = (rng: Draws) => [
  '<pad>',
  ...rng.shuffle(['\n', ...plainLetters, ...otherLetters]),
];

const drawn = seeded(
  4,
  (rng) => ({ line: drawLine(rng, plainLetters), tokens: drawTokens(rng), end: '\n' }),
  'drawn lines',
);
const drawnBeyond = seeded(
  4,
  (rng, i) => {
    const among = [...plainLetters, ...otherLetters];
    const line = `${drawLine(rng, among)}${i % 2 === 0 ? 'e\u0301' : '🐋'}${drawLine(rng, among)}`;
    return { line, tokens: drawTokens(rng), end: '\n' };
  },
  'drawn lines beyond English',
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
    contract({ cases: drawn.slice(0, 2), axes: { '': 'T' } }),
    values({ title: 'values on plain lines', cases: [...plain, ...drawn], share: 0.3 }),
    values({
      title: 'values beyond plain English',
      cases: [...beyondEnglish, ...drawnBeyond],
      share: 0.4,
    }),
    law({
      title: 'two lines, one behind the other',
      share: 0.1,
      holds: async (ask, rng) => {
        const [first, second] = [drawLine(rng, letters.slice(2)), drawLine(rng, letters.slice(2))];
        const idsOf = async (line: string) =>
          tensorOf(await ask({ line, tokens: letters, end: '\n' }));
        const [a, b, both] = [await idsOf(first), await idsOf(second), await idsOf(first + second)];
        const joined = [...a.data.slice(0, -1), ...b.data];
        if (gapOf(both, ints([joined.length], joined)) === 0) return undefined;
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
