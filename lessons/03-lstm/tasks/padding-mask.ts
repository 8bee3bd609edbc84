import {
  contract,
  fixture,
  ints,
  ofSizes,
  tensor,
  values,
  type Case,
  type Task,
} from '../../../grader/checks/index.js';
import { drawIds } from '../../drawn.js';
import { knownAnswer } from '../../laws.js';
import { mapEntries, scalarOf, sumOf } from '../../values.js';

const drawn = ofSizes(
  [
    { B: 3, T: 7 },
    { B: 4, T: 4 },
    { B: 1, T: 1 },
  ],
  (rng, { B, T }) => ({ ids: drawIds(rng, B, T, 30) }),
  'drawn lines',
);

const between: Case = {
  name: 'padding in front and between',
  args: { ids: ints([2, 5], [0, 0, 4, 0, 7, 3, 0, 0, 2, 0]) },
  expected: tensor([2, 5], [0, 0, 1, 0, 1, 1, 0, 0, 1, 0]),
};
const drawnBetween = ofSizes(
  [1, 2, 3],
  (rng, every) => ({
    ids: mapEntries(drawIds(rng, 3, 5, 30), (id, at) => (at % 5 < every ? 0 : id)),
  }),
  'drawn padding in front',
);

export const paddingMask: Task = {
  id: 'padding-mask',
  title: 'Where are the words?',
  from: 'src/layers/mask.ts',
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
    values({ cases: [...fixture('03-lstm/padding-mask'), ...drawn], share: 0.6 }),
    values({
      title: 'values where padding stands elsewhere',
      cases: [between, ...drawnBetween],
      share: 0.2,
    }),
    knownAnswer({
      title: 'as many ones as words',
      share: 0.2,
      ask: (rng) => {
        const ids = drawIds(rng, 5, 11, 30);
        return { args: { ids }, right: ids.data.filter((id) => id !== 0).length };
      },
      of: sumOf,
      says: (off, ones) =>
        `the mask of five lines sums to ${String(scalarOf(ones))}, which is ${off} off the number of their words. If you divide by the sum of the mask, you divide by the number of words.`,
    }),
  ],
};
