import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  tensor,
  values,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { tensorOf, worstDifference } from '../../values.js';

/** Weights of a GRU with one bias a gate. */
const drawWeights = (rng: Draws, I: number, U: number) => ({
  wIh: randomTensor(rng, [I, 3 * U], 0.5),
  wHh: randomTensor(rng, [U, 3 * U], 0.5),
  b: randomTensor(rng, [3 * U], 0.5),
});

const known = fixtureCases(loadFixture('02-gru/gru-cell-reset-before.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawWeights(rng, 3, 5),
    x: randomTensor(rng, [2 + i, 3]),
    h: randomTensor(rng, [2 + i, 5], 0.5),
  }),
  'drawn weights',
);

export const gruCellResetBefore: Task = {
  id: 'gru-cell-reset-before',
  title: 'The step as it was first published',
  from: 'src/layers/gru-reset-before.ts',
  name: 'gruCellResetBefore',
  kind: 'write',
  core: false,
  points: 10,
  difficulty: 3,
  minutes: 15,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell'],
  hints: [
    'In gruCell one product h wHh serves all three. Here n needs another one, of a state that r has already been at. So when can it be made?',
    'Cut wHh into its three parts: split(p.wHh, 3, 1) gives [U, U] for each of r, z, n. There is one bias, and it can go to the part from the input as a whole.',
    'r and z as always. Then n = tanh(xn + (r * h) wHn): mul(r, h) first, its product with wHn after. The last line is that of gruCell.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B U' } }),
    values({ cases: [...known, ...drawn], share: 0.6 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'h'],
      share: 0.3,
    }),
    law({
      title: 'what one unit forgets reaches no other',
      share: 0.1,
      holds: async (ask, rng) => {
        const { wIh, wHh, b } = drawWeights(rng, 2, 3);
        const x = randomTensor(rng, [1, 2]);
        const h = randomTensor(rng, [1, 3], 0.5);
        // Gate r of unit 0 is shut, z of all units is 0, and r and z do not look at the state.
        const shut = b.data.map((value, i) => (i === 0 || (i >= 3 && i < 6) ? -60 : value));
        const toProposal = wHh.data.map((value, i) => (i % 9 < 6 ? 0 : value));
        const p = { wIh, wHh: tensor([3, 9], toProposal), b: tensor([9], shut) };
        const other = tensor([1, 3], [-0.9, ...h.data.slice(1)]);
        const before = tensorOf(await ask({ p, x, h }));
        const after = tensorOf(await ask({ p, x, h: other }));
        const off = worstDifference(before, after);
        if (off < 1e-9) return undefined;
        return `r of unit 0 is 0, z is 0 everywhere, and still another state of unit 0 changed the result by up to ${off.toPrecision(2)}. Where r shuts a unit, no proposal of any unit may see it.`;
      },
    }),
  ],
};
