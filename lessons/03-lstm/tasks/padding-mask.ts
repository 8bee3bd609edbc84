import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  ints,
  law,
  seeded,
  tensor,
  values,
  type Case,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawMask, tensorOf } from '../../values.js';

const known = fixtureCases(loadFixture('03-lstm/padding-mask.json'));

/** Ids from 1 with padding behind them. */
function drawIds(rng: Draws, B: number, T: number) {
  const mask = drawMask(rng, B, T);
  return ints(
    [B, T],
    mask.data.map((real) => real * (1 + rng.int(30))),
  );
}

const drawn = seeded(2, (rng, i) => ({ ids: drawIds(rng, 3 + i, 7) }), 'drawn lines');

const between: readonly Case[] = [
  {
    name: 'padding in front and between',
    args: { ids: ints([2, 5], [0, 0, 4, 0, 7, 3, 0, 0, 2, 0]) },
    expected: tensor([2, 5], [0, 0, 1, 0, 1, 1, 0, 0, 1, 0]),
  },
];

export const paddingMask: Task = {
  id: 'padding-mask',
  title: 'Where are the words?',
  from: 'src/text/padding-mask.ts',
  name: 'paddingMask',
  kind: 'write',
  core: true,
  points: 5,
  difficulty: 1,
  minutes: 5,
  needs: [],
  forbidden: [],
  hints: [
    'Each place is asked the same question, whatever stands beside it: is this a token? How does padding look among the ids?',
    'tf.notEqual(ids, 0) says true and false at every place. Nobody can multiply by true.',
    "tf.cast(tf.notEqual(ids, 0), 'float32') is the whole of it.",
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B T' } }),
    values({ cases: [...known, ...drawn], share: 0.6 }),
    values({ title: 'values where padding stands elsewhere', cases: between, share: 0.2 }),
    law({
      title: 'as many ones as words',
      share: 0.2,
      holds: async (ask, rng) => {
        const ids = drawIds(rng, 5, 11);
        const words = ids.data.filter((id) => id !== 0).length;
        const { data } = tensorOf(await ask({ ids }));
        const ones = data.reduce((total, entry) => total + entry, 0);
        if (ones === words) return undefined;
        return `five lines with ${String(words)} words in all, and a mask that sums to ${String(ones)}. Whoever divides by the sum of the mask divides by the number of words.`;
      },
    }),
  ],
};
