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
  type TensorValue,
  type Value,
} from '../../../grader/checks/index.js';
import { tensorOf, worstDifference } from '../../values.js';
import { drawLstm, drawState, leaning } from '../draw.js';

const draw = (rng: Draws, B: number) => ({
  p: drawLstm(rng, 3, 5),
  x: randomTensor(rng, [B, 3]),
  state: drawState(rng, B, 5),
  dhNext: randomTensor(rng, [B, 5]),
  dcNext: randomTensor(rng, [B, 5]),
});

const known = fixtureCases(loadFixture('03-lstm/lstm-cell-backward.json'));
const drawn = seeded(2, (rng, i) => draw(rng, 2 + i), 'drawn gradients');

const part = (answer: Value, key: string) =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

const twice = ({ shape, data }: TensorValue) =>
  tensor([2 * (shape[0] ?? 0), ...shape.slice(1)], [...data, ...data]);

const times = (factor: number, { shape, data }: TensorValue) =>
  tensor(
    shape,
    data.map((value) => factor * value),
  );

export const lstmCellBackward: Task = {
  id: 'lstm-cell-backward',
  title: 'The gradient of one step, by hand',
  from: 'src/layers/lstm.ts',
  name: 'lstmCellBackward',
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
    "Run the step forward again and keep i, f, g, o and tanh(c'). Then draw what each of them feeds into. Two arrows lead out of the new cell c': one to the step after, one to h'. What comes back along both belongs together before anything else is done.",
    "With dcAll = dcNext + what comes through h' = o * tanh(c'), the rest of c' = f * c + i * g is four products: each factor gets dcAll times the other one. Only o hangs on h' directly. Then go through each gate's own bend: s (1 - s) for a sigmoid that came out as s, 1 - g² for the tanh.",
    "dcAll = dcNext + dhNext * o * (1 - tanh(c')²). dai = dcAll * g * i * (1 - i), daf = dcAll * c * f * (1 - f), dag = dcAll * i * (1 - g²), dao = dhNext * tanh(c') * o * (1 - o). Lay them side by side with concat([dai, daf, dag, dao], 1): from there it is the backward pass of a dense layer, once with x and once with h. What is left for the old cell is dcAll * f.",
  ],
  checks: [
    contract({
      cases: drawn,
      axes: { dwIh: 'I G', dwHh: 'U G', db: 'G', dx: 'B I', dh: 'B U', dc: 'B U' },
    }),
    backward({ cases: [...known, ...drawn], share: 0.7 }),
    law({
      title: 'the same line twice, twice the gradient',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, x, state, dhNext, dcNext } = draw(rng, 1);
        const once = await ask({ p, x, state, dhNext, dcNext });
        const both = await ask({
          p,
          x: twice(x),
          state: { h: twice(state.h), c: twice(state.c) },
          dhNext: twice(dhNext),
          dcNext: twice(dcNext),
        });
        const off = ['dwIh', 'dwHh', 'db'].find(
          (key) => !(worstDifference(part(both, key), times(2, part(once, key))) < 1e-9),
        );
        if (off === undefined) return undefined;
        return `a batch with the same line twice should give twice the ${off} of that line alone: the lines share the weights, and their gradients add up.`;
      },
    }),
    law({
      title: 'with f open the cells carry their gradient back whole',
      share: 0.2,
      holds: async (ask, rng) => {
        const { p, x, state, dcNext } = draw(rng, 2);
        const belt = leaning(p, { i: -60, f: 60, g: 0, o: 0 });
        const none = times(0, dcNext);
        const answer = await ask({ p: belt, x, state, dhNext: none, dcNext });
        if (!(worstDifference(part(answer, 'dc'), dcNext) < 1e-9))
          return 'with f at 1, i at 0 and no gradient at the output, dc should be dcNext as it came: the cell was handed on unchanged. This is why an LSTM remembers.';
        const shut = leaning(p, { i: 0, f: -60, g: 0, o: 0 });
        const dc = part(await ask({ p: shut, x, state, dhNext: none, dcNext }), 'dc');
        if (worstDifference(dc, none) < 1e-9) return undefined;
        return 'with f at 0 the old cell is forgotten, so nothing should come back to it: dc is to be 0.';
      },
    }),
  ],
};
