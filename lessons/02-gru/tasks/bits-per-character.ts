import { seeded, values, type Case, type Draws, type Task } from '../../../grader/checks/index.js';
import { sameAnswer } from '../../laws.js';

const bits = (...of: number[]) => of.map((each) => each * Math.LN2);

const of = (
  name: string,
  nats: readonly number[],
  tokens: readonly string[],
  expected: number,
): Case => ({ name, args: { nats, tokens }, expected });

const withoutOthers = [
  of('letters', bits(1, 3, 2, 2), ['a', 'h', 'a', '\n'], 2),
  of('words', bits(9, 10, 1), ['the ', 'whale', '\n'], 2),
  of('pieces of words', bits(7, 2, 3), ['wha', 'ling', ' '], 1.5),
  of('letters that cost nothing', bits(0, 4), ['a', '\n'], 2),
  of('an emoji among letters', bits(6, 3, 3), ['🐋', 'é', '\n'], 4),
  of('emoji in words', bits(5, 7), ['🐋🐋 ', 'ahoy!'], 1.5),
  of('a token that was impossible', [...bits(1, 2), Infinity], ['a', 'h', 'a'], Infinity),
];
const withOthers = [
  of('padding', [...bits(4, 2), 0.7, 0], ['a', 'b', '<pad>', '<pad>'], 3),
  of('padding between two lines', [...bits(8), -1, ...bits(4)], ['whal', '<pad>', 'e\n'], 2),
  of('Infinity and NaN at padding', [...bits(4), Infinity, NaN], ['a', '<pad>', '<pad>'], 4),
  of('a marker at the end', bits(3, 5, 4), ['a', 'ha', '</s>'], 4),
  of('a marker of another name', bits(2, 3, 3), ['<tab>', 'a', 'h'], 4),
  of('a marker that was impossible', [...bits(2), Infinity], ['a', '</s>'], Infinity),
  of('signs that are no markers', bits(1, 2, 3), ['<', '>', '<'], 2),
];

const words = ['the ', 'white ', 'whale', ' 🐋', '.', '\n', 'sea', '<', '>', 'é'];
const drawText = (rng: Draws, from: readonly string[], at: readonly string[] = []) => {
  const more = Array.from({ length: 4 + rng.int(5) }, () => from[rng.int(from.length)] ?? '');
  const tokens = rng.shuffle(['a', ...at, ...more]);
  return { nats: tokens.map(() => 3 * rng.uniform()), tokens };
};
const drawn = seeded(3, (rng) => drawText(rng, words), 'drawn words');
const drawnWithOthers = seeded(
  4,
  (rng, i) => {
    const { nats, tokens } = drawText(rng, words, ['<pad>', i % 2 === 0 ? '</s>' : '<tab>']);
    return { nats: nats.map((of, at) => (tokens[at] === '<pad>' ? 1 / i : of)), tokens };
  },
  'drawn words, padding and markers',
);

export const bitsPerCharacter: Task = {
  id: 'bits-per-character',
  title: 'One scale for words and letters',
  from: 'src/metrics/bits-per-character.ts',
  name: 'bitsPerCharacter',
  kind: 'transfer',
  core: false,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: [],
  hints: [
    'Two totals, divided in the end: one of what the text cost, one of what was written. Which tokens belong to which of the two?',
    'Padding belongs to neither, a marker such as </s> to the first alone. A nat is 1 / ln 2 bits, and Math.LN2 is ln 2.',
    "Go over the tokens with their places. Skip '<pad>'. Add nats[i] to the one total and Array.from(token).length to the other, nothing if /^<[^\\s<>]+>$/ fits the token. Then total / Math.LN2 / characters.",
  ],
  equivalentEdits: {
    'left out: check(nats, tokens)':
      'It only refuses; what wrong input does is not part of the task.',
  },
  checks: [
    values({
      title: 'values on letters, words and pieces',
      cases: [...withoutOthers, ...drawn],
      share: 0.5,
    }),
    values({
      title: 'values with padding and markers',
      cases: [...withOthers, ...drawnWithOthers],
      share: 0.4,
    }),
    sameAnswer({
      title: 'cutting a text otherwise changes nothing',
      share: 0.1,
      ask: (rng) => {
        const nats = Array.from({ length: 6 }, () => 3 * rng.uniform());
        const sum = (from: number, to: number) => nats.slice(from, to).reduce((a, b) => a + b, 0);
        return [
          { nats, tokens: ['a', ' ', 's', 'e', 'a', '\n'] },
          { nats: [sum(0, 2), sum(2, 6)], tokens: ['a ', 'sea\n'] },
        ];
      },
      what: 'giving six letters in two tokens, with the same surprise in all,',
      why: 'It is one text, and should cost the same.',
    }),
  ],
};
