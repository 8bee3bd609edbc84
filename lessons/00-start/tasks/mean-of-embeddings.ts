import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  ints,
  law,
  randomTensor,
  TensorValue,
  seeded,
  values,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('00-start/mean-of-embeddings.json'));
const drawn = seeded(
  2,
  (rng) => ({
    table: randomTensor(rng, [7, 5]),
    ids: ints(
      [3, 4],
      [1, 2, 3, 4, 5, 6, 0, 0, 2, 2, 5, 0].map((id) =>
        id === 0 ? 0 : 1 + ((id + rng.int(6)) % 6),
      ),
    ),
  }),
  'drawn sentences',
);
const allPadding = seeded(
  1,
  (rng) => ({ table: randomTensor(rng, [5, 3]), ids: ints([2, 2], [0, 0, 3, 0]) }),
  'a sentence without words',
);

export const meanOfEmbeddings: Task = {
  id: 'mean-of-embeddings',
  title: 'A sentence as the mean of its words',
  from: 'src/layers/embedding.ts',
  name: 'meanOfEmbeddings',
  kind: 'write',
  core: false,
  points: 10,
  difficulty: 3,
  minutes: 15,
  needs: [],
  forbidden: ['tf.layers'],
  hints: [
    'Two numbers a row: the sum of the real vectors and how many real tokens there are. Where does padding get into either?',
    "tf.cast(tf.notEqual<tf.Tensor2D>(ids, 0), 'float32') is 1 at a token and 0 at padding, [B, T]. Its row sums are the counts.",
    "einsum('B T, B T D -> B D', real, lookup(table, ids)) adds up the real vectors; divide by the count, but by at least 1.",
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'B D' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    values({ cases: allPadding, share: 0.1, title: 'a row that is all padding' }),
    gradient({ cases: drawn, withRespectTo: ['table'], share: 0.3 }),
    law({
      title: 'more padding changes nothing',
      share: 0.2,
      holds: async (ask, rng) => {
        const table = randomTensor(rng, [7, 3]);
        const short = await ask({ table, ids: ints([1, 2], [4, 6]) });
        const long = await ask({ table, ids: ints([1, 5], [4, 6, 0, 0, 0]) });
        if (!(short instanceof TensorValue && long instanceof TensorValue))
          return 'no tensor came back';
        const moved = short.data.some(
          (value, i) => !(Math.abs(value - (long.data[i] ?? NaN)) < 1e-9),
        );
        return moved
          ? 'the ids [4, 6] and [4, 6, 0, 0, 0] are one sentence, and yours have two different means.'
          : undefined;
      },
    }),
  ],
};
