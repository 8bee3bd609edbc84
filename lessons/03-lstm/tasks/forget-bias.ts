import {
  ofSizes,
  randomTensor,
  tensor,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { knownAnswer } from '../../laws.js';
import { valueChecks } from '../../standard.js';
import { tensorOf } from '../../values.js';

const draw = (rng: Draws, { U, longest }: { readonly U: number; readonly longest: number }) => ({
  b: randomTensor(rng, [4 * U]),
  halfLives: tensor(
    [U],
    Array.from({ length: U }, () => longest * (0.01 + rng.uniform())),
  ),
});
const sizes = [
  { U: 3, longest: 60 },
  { U: 5, longest: 1 },
  { U: 4, longest: 10_000 },
  { U: 1, longest: 5 },
];

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
    ...valueChecks({
      known: '03-lstm/forget-bias',
      drawn: ofSizes(sizes, draw, 'drawn half-lives'),
      axes: { '': 'G' },
      share: 0.7,
    }),
    knownAnswer({
      title: 'after its half-life half is left',
      share: 0.3,
      ask: (rng) => {
        const { halfLives } = draw(rng, { U: 5, longest: 40 });
        return { args: { b: tensor([20], new Float64Array(20)), halfLives }, right: halfLives };
      },
      of: (answer) => {
        const bf = tensorOf(answer).data.slice(5, 10);
        return tensor(
          [5],
          bf.map((bias) => Math.LN2 / Math.log1p(Math.exp(-bias))),
        );
      },
      says: (off) =>
        `with your biases for the forget gates, the steps after which half of a cell is left are up to ${off} off the half-lives that were asked for.`,
    }),
  ],
};
