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
import { tensorOf, worstDifference } from '../../values.js';
import { drawGru, withUpdateBias } from '../draw.js';

const draw = (rng: Draws, B: number) => ({
  p: drawGru(rng, 3, 5),
  x: randomTensor(rng, [B, 3]),
  h: randomTensor(rng, [B, 5], 0.5),
  dhNext: randomTensor(rng, [B, 5]),
});

const known = fixtureCases(loadFixture('02-gru/gru-cell-backward.json'));
const shapes = seeded(1, (rng) => draw(rng, 2), 'drawn gradients');

const part = (answer: Value, key: string) =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

export const gruCellBackward: Task = {
  id: 'gru-cell-backward',
  title: 'The gradient of one gated step, by hand',
  from: 'src/layers/gru.ts',
  name: 'gruCellBackward',
  kind: 'derive',
  core: true,
  points: 25,
  difficulty: 5,
  minutes: 40,
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
    "Take the step once more, and keep r, z, n and hn, that is h Whn + bhn, the c of the lesson. Then go backwards line by line: from h' to z, n and h; from n to what tanh was given; from there to r. What each gate was given is where the weights begin.",
    "From h' = (1 - z) * n + z * h: z gets dhNext * (h - n), n gets dhNext * (1 - z), and h gets dhNext * z on the straight way; the others come later. The slope of tanh is 1 - n * n, that of sigmoid r * (1 - r). In n, r multiplies hn: so r gets dan * hn, and hn gets dan * r.",
    'With dar, daz, dan at what the gates were given: da = concat([dar, daz, dan], 1) is the gradient of x wIh + bIh, and dg = concat([dar, daz, mul(dan, r)], 1) that of h wHh + bHh. From there on it is a dense layer twice: dwIh and dx from da, dwHh from dg, dh = dhNext * z + dg times wHh transposed.',
  ],
  checks: [
    contract({
      cases: shapes,
      axes: { dwIh: 'I G', dwHh: 'U G', dbIh: 'G', dbHh: 'G', dx: 'B I', dh: 'B U' },
    }),
    backward({ cases: [...known, ...shapes], share: 0.8 }),
    law({
      title: 'the same line twice, twice the gradient',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, x, h, dhNext } = draw(rng, 1);
        const twice = ({ shape, data }: typeof x) =>
          tensor([2, ...shape.slice(1)], [...data, ...data]);
        const once = part(await ask({ p, x, h, dhNext }), 'dwHh');
        const both = part(
          await ask({ p, x: twice(x), h: twice(h), dhNext: twice(dhNext) }),
          'dwHh',
        );
        const doubled = tensor(
          once.shape,
          once.data.map((value) => 2 * value),
        );
        if (worstDifference(both, doubled) < 1e-9) return undefined;
        return 'a batch with the same line twice should give twice the dwHh of that line alone: the lines share the weights, and their gradients add up.';
      },
    }),
    law({
      title: 'a unit that keeps its state passes the whole gradient on',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, x, h, dhNext } = draw(rng, 2);
        const open = { ...p, bIh: withUpdateBias(p.bIh, 60) };
        const off = worstDifference(part(await ask({ p: open, x, h, dhNext }), 'dh'), dhNext);
        if (off < 1e-9) return undefined;
        return `with a bias of 60 at gate z the step copies h, so dh is dhNext; yours differs from it by up to ${off.toPrecision(2)}.`;
      },
    }),
  ],
};
