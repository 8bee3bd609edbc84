import {
  contract,
  fixture,
  law,
  randomTensor,
  seeded,
  tensor,
  values,
  valueTolerance,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { entriesOf } from '../../values.js';

/**
 * Wider than usual: PyTorch adds 1e-6 to the norm, and so may a student. On these inputs that is
 * 4e-6 of a gradient at most; the mildest known mistake is 0.1 off.
 */
const tolerance = { ...valueTolerance, relative: 1e-5 };

const drawGradients = (rng: Draws, size: number) => ({
  wIh: randomTensor(rng, [2, 3], size),
  out: { w: randomTensor(rng, [3, 5], size), b: randomTensor(rng, [5], 0.1 * size) },
});

const long = seeded(
  3,
  (rng, i) => ({ gradients: drawGradients(rng, 2 + i), limit: 0.5 + i }),
  'long gradients',
);
const short = [
  ...seeded(2, (rng, i) => ({ gradients: drawGradients(rng, 0.05), limit: 2 + i }), 'short ones'),
  {
    name: 'exactly as long as the limit',
    args: { gradients: { w: tensor([2], [3, 0]), b: tensor([1], [-4]) }, limit: 5 },
  },
  {
    name: 'nothing but zeros',
    args: { gradients: { w: tensor([2, 3], new Float64Array(6)) }, limit: 1 },
  },
];
const forms = seeded(
  4,
  (rng, i) => {
    const w = randomTensor(rng, [3, 2], 5);
    const gradients = [w, { w }, [{ w }, { w: randomTensor(rng, [2, 3], 3) }]][i];
    return { gradients: gradients ?? { w, scale: randomTensor(rng, [], 5) }, limit: 1.5 };
  },
  'another tree',
);

export const clipByGlobalNorm: Task = {
  id: 'clip-by-global-norm',
  title: 'A leash for the gradient',
  from: 'src/train/clipping.ts',
  name: 'clipByGlobalNorm',
  kind: 'write',
  core: false,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: [],
  accepts: ['1e-6 added to the norm, as PyTorch does'],
  hints: [
    'Think of all gradients as one long arrow. Its direction says where to go and is worth keeping; only its length is too much. So one factor for all of them.',
    'flattenParams(gradients) gives every tensor of the tree by its path: Object.values of it are the tensors. The square of the length is the sum of the squares of all entries of all of them.',
    'With the norm as a scalar tensor, the factor is limit / max(norm, limit): 1 where the gradients are short enough. mapParams(gradients, (g) => ...) gives a tree of the same form with each tensor replaced.',
  ],
  checks: [
    contract({ cases: long, axes: { w: 'I U', wIh: 'I U', 'out.w': 'U V', 'out.b': 'V' } }),
    values({
      cases: [...fixture('01-rnn/clip-by-global-norm'), ...long],
      share: 0.5,
      tolerance,
    }),
    values({
      title: 'short gradients stay as they are, beside long ones',
      cases: [...short, ...long],
      share: 0.2,
      tolerance,
    }),
    values({ title: 'trees of other forms', cases: forms, share: 0.1, tolerance }),
    law({
      title: 'the direction stays, the length is the limit',
      share: 0.2,
      holds: async (ask, rng) => {
        const gradients = drawGradients(rng, 4);
        const limit = 1.7;
        const [before, after] = [entriesOf(gradients), entriesOf(await ask({ gradients, limit }))];
        if (after.length !== before.length) return 'the tree should keep its form and its shapes.';
        const norm = Math.hypot(...after);
        const dot = after.reduce((sum, x, i) => sum + x * (before[i] ?? NaN), 0);
        const cosine = dot / (norm * Math.hypot(...before));
        if (!(cosine > 1 - 1e-9))
          return `long gradients came out in another direction: the cosine of the angle is ${cosine.toPrecision(4)}, and should be 1. All entries of all tensors are to be made smaller by one and the same factor.`;
        if (Math.abs(norm - limit) < 1e-4) return undefined;
        return `the direction is right, but with the limit ${String(limit)} the length of all together came out as ${norm.toPrecision(4)}.`;
      },
    }),
  ],
};
