import { ofSizes, tensor, type Task } from '../../../grader/checks/index.js';
import { drawGruResetBefore, drawsStep, stepSizes } from '../../drawn.js';
import { sameAnswer } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { mapEntries } from '../../values.js';

const draw = drawsStep(drawGruResetBefore);

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
    ...layerChecks({
      known: '02-gru/gru-cell-reset-before',
      drawn: ofSizes(stepSizes, draw, 'drawn weights'),
      axes: { '': 'B U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'h'],
      shares: { values: 0.6, gradient: 0.3 },
    }),
    sameAnswer({
      title: 'what one unit forgets reaches no other',
      share: 0.1,
      ask: (rng) => {
        const { p, x, h } = draw(rng, { B: 1, I: 2, U: 3 });
        // Gate r of unit 0 is shut, z of all units is 0, and r and z do not look at the state.
        const b = mapEntries(p.b, (bias, at) => (at === 0 || (at >= 3 && at < 6) ? -60 : bias));
        const wHh = mapEntries(p.wHh, (weight, at) => (at % 9 < 6 ? 0 : weight));
        const shut = { wIh: p.wIh, wHh, b };
        return [
          { p: shut, x, h },
          { p: shut, x, h: tensor([1, 3], [-0.9, ...h.data.slice(1)]) },
        ];
      },
      what: 'r of unit 0 is 0, z is 0 everywhere, and still another state of unit 0',
      why: 'Where r shuts a unit, no proposal of any unit may see it.',
    }),
  ],
};
