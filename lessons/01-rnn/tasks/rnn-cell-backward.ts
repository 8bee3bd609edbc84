import { loadFixture } from '../../../fixtures/load.js';
import {
  backward,
  contract,
  fixtureCases,
  law,
  randomTensor,
  seeded,
  tensor,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { drawRnn, stepOf } from '../draw.js';
import { tensorOf } from '../../values.js';

const draw = (rng: Draws, B: number) => {
  const p = drawRnn(rng, 3, 5);
  const x = randomTensor(rng, [B, 3]);
  const h = randomTensor(rng, [B, 5], 0.5);
  return { p, x, h, hNext: stepOf(p, x, h), dhNext: randomTensor(rng, [B, 5]) };
};

const known = fixtureCases(loadFixture('01-rnn/rnn-cell-backward.json'));
const shapes = seeded(1, (rng) => draw(rng, 2), 'drawn gradients');

const part = (answer: Value, key: string) =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

export const rnnCellBackward: Task = {
  id: 'rnn-cell-backward',
  title: 'The gradient of one step, by hand',
  from: 'src/layers/rnn.ts',
  name: 'rnnCellBackward',
  kind: 'derive',
  core: true,
  points: 20,
  difficulty: 4,
  minutes: 30,
  needs: [],
  forbidden: [
    'tf.grad',
    'tf.grads',
    'tf.valueAndGrad',
    'tf.valueAndGrads',
    'tf.variableGrads',
    'tf.customGrad',
    'core.numericGradient',
  ],
  hints: [
    'Name what tanh was given: a. Five things went into a, and only a into hNext. So find da first, the gradient at a; everything else follows from it.',
    'The slope of tanh at a is 1 - tanh(a)², and tanh(a) is hNext, which you were given. For the rest, a is three terms: the backward pass of x wIh is that of a dense layer, and h wHh is the same with other letters.',
    "da = dhNext * (1 - hNext²). dwIh sums x times da over the batch: einsum('B I, B G -> I G', x, da); dwHh does it with h; db sums da over the batch. dx = einsum('B G, I G -> B I', da, p.wIh), and dh goes back through wHh in the same way.",
  ],
  checks: [
    contract({
      cases: shapes,
      axes: { dwIh: 'I U', dwHh: 'U U', db: 'U', dx: 'B I', dh: 'B U' },
    }),
    backward({ cases: known, share: 0.8 }),
    law({
      title: 'the same line twice, twice the gradient',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, x, h, hNext, dhNext } = draw(rng, 1);
        const twice = ({ shape, data }: typeof x) =>
          tensor([2, ...shape.slice(1)], [...data, ...data]);
        const once = part(await ask({ p, x, h, hNext, dhNext }), 'dwHh');
        const both = part(
          await ask({
            p,
            x: twice(x),
            h: twice(h),
            hNext: twice(hNext),
            dhNext: twice(dhNext),
          }),
          'dwHh',
        );
        const off = both.data.some((value, i) => Math.abs(value - 2 * (once.data[i] ?? 0)) > 1e-9);
        if (!off) return undefined;
        return 'a batch with the same line twice should give twice the dwHh of that line alone: the lines share the weights, and their gradients add up.';
      },
    }),
    law({
      title: 'a unit at its limit lets nothing through',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, x, h, dhNext } = draw(rng, 2);
        const b = tensor([5], [60, -60, 60, 60, -60]);
        const full = { ...p, b };
        const answer = await ask({ p: full, x, h, hNext: stepOf(full, x, h), dhNext });
        const largest = ['dwIh', 'dwHh', 'db', 'dx', 'dh']
          .flatMap((key) => Array.from(part(answer, key).data))
          .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        if (largest < 1e-12) return undefined;
        return `with every unit at 1 or -1 the tanh is flat and no gradient should pass; yours has entries up to ${largest.toPrecision(2)}.`;
      },
    }),
  ],
};
