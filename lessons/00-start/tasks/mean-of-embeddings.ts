import { ints, ofSizes, randomTensor, seeded, type Task } from '../../../grader/checks/index.js';
import { drawIds } from '../../drawn.js';
import { permutation, sameAnswer } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { mapEntries } from '../../values.js';

const drawn = ofSizes(
  [
    { V: 7, B: 3, T: 4, D: 5 },
    { V: 5, B: 2, T: 3, D: 1 },
    { V: 5, B: 1, T: 1, D: 3 },
  ],
  (rng, { V, B, T, D }) => ({ table: randomTensor(rng, [V, D]), ids: drawIds(rng, B, T, V) }),
  'drawn sentences',
);
const allPadding = seeded(
  2,
  (rng, i) => ({
    table: randomTensor(rng, [5, 3]),
    ids: mapEntries(drawIds(rng, 3, 2, 5), (id, at) => (Math.floor(at / 2) === i ? 0 : id)),
  }),
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
    ...layerChecks({
      known: '00-start/mean-of-embeddings',
      drawn: [...drawn, ...allPadding],
      axes: { '': 'B D' },
      withRespectTo: ['table'],
      shares: { values: 0.5, gradient: 0.3 },
    }),
    sameAnswer({
      title: 'more padding changes nothing',
      share: 0.1,
      ask: (rng) => {
        const table = randomTensor(rng, [7, 3]);
        return [
          { table, ids: ints([1, 2], [4, 6]) },
          { table, ids: ints([1, 5], [4, 6, 0, 0, 0]) },
        ];
      },
      what: 'padding the ids [4, 6] to [4, 6, 0, 0, 0]',
      why: 'They are one sentence, with one mean.',
    }),
    permutation({
      share: 0.1,
      draw: (rng) => ({ table: randomTensor(rng, [7, 3]), ids: drawIds(rng, 2, 5, 7) }),
      moved: ['ids'],
    }),
  ],
};
