import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  law,
  randomTensor,
  seeded,
  tensor,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { tensorOf } from '../../values.js';

const known = fixtureCases(loadFixture('03-lstm/forget-bias.json'));
const drawn = seeded(
  3,
  (rng, i) => ({
    b: randomTensor(rng, [4 * (3 + 2 * i)]),
    halfLives: tensor(
      [3 + 2 * i],
      Array.from({ length: 3 + 2 * i }, () => 0.5 + 60 * rng.uniform()),
    ),
  }),
  'drawn half-lives',
);

export const forgetBias: Task = {
  id: 'forget-bias',
  title: 'How long is a cell to remember?',
  from: 'src/layers/lstm.ts',
  name: 'forgetBias',
  kind: 'transfer',
  core: false,
  points: 10,
  difficulty: 3,
  minutes: 15,
  needs: [],
  forbidden: [],
  hints: [
    'If nothing comes in, each step multiplies the cell by the same f. After N steps what is left of it? Which f makes that a half? Only then ask which bias makes that f.',
    'f to the N is 1/2, so f = 2^(-1/N). The sigmoid is undone by b = log(f / (1 - f)). Try N = 1 on paper: the bias is 0.',
    'split(b, 4) gives the parts i, f, g, o. Put the new one in the second place and join them with concat. With f in a tensor: log(div(f, rsub(1, f))).',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'G' } }),
    values({ cases: [...known, ...drawn], share: 0.7 }),
    law({
      title: 'after its half-life half is left',
      share: 0.3,
      holds: async (ask) => {
        const halfLives = [0.5, 1, 2, 5, 40];
        const b = tensor([20], new Float64Array(20));
        const answer = tensorOf(await ask({ b, halfLives: tensor([5], halfLives) }));
        const bf = answer.data.slice(5, 10);
        const left = halfLives.map((N, u) => (1 / (1 + Math.exp(-(bf[u] ?? NaN)))) ** N);
        const off = left.findIndex((share) => !(Math.abs(share - 0.5) < 1e-6));
        if (off < 0) return undefined;
        return `unit ${String(off)} was to have a half-life of ${String(halfLives[off])} steps. With your bias for its forget gate, ${String(bf[off]?.toPrecision(4))}, a cell holds ${String(left[off]?.toPrecision(4))} of itself after so many steps.`;
      },
    }),
  ],
};
