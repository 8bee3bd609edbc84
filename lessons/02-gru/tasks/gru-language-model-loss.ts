import {
  ofSizes,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawDense, drawGru, drawMask } from '../../drawn.js';
import { knownAnswer, paddingSilent } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { mapTensors, mapEntries, scalarOf } from '../../values.js';

const sizes = [
  { V: 11, D: 2, U: 5, B: 3, T: 7 },
  { V: 5, D: 3, U: 3, B: 2, T: 2 },
  { V: 3, D: 1, U: 1, B: 1, T: 1 },
] as const;

const draw = (rng: Draws, { V, D, U, B, T }: Record<'V' | 'D' | 'U' | 'B' | 'T', number>) => ({
  p: {
    table: randomTensor(rng, [V, D]),
    layer: drawGru(rng, { I: D, U }),
    output: drawDense(rng, U, V),
  },
  inputs: randomInts(rng, [B, T], 1, V),
  targets: randomInts(rng, [B, T], 1, V),
  mask: drawMask(rng, B, T),
});

const drawn = [
  ...ofSizes(sizes, draw, 'drawn models'),
  ...seeded(
    2,
    (rng, i) => {
      const { p, ...others } = draw(rng, sizes[i] ?? sizes[0]);
      const output = mapTensors(p.output, (of) => mapEntries(of, (weight) => 1e4 * weight));
      return { p: { ...p, output }, ...others };
    },
    'scores far apart',
  ),
];

export const gruLanguageModelLoss: Task = {
  id: 'gru-language-model-loss',
  title: 'A language model and its loss',
  from: 'src/models/gru-language-model.ts',
  name: 'gruLanguageModelLoss',
  kind: 'write',
  core: true,
  points: 20,
  difficulty: 2,
  minutes: 15,
  needs: ['gru-forward'],
  forbidden: ['tf.layers', 'tf.losses'],
  hints: [
    'Go from ids to a number and write down the shape after each line: the rows of the table [B, T, D], the states [B, T, U], the scores [B, T, V], the loss.',
    'dense takes a table of rows: reshape the states to [B * T, U] before it, and the scores back to [B, T, V] after it. The first state is tf.zeros([B, U]).',
    "You have written the rest in lesson 01: import { sequenceLoss } from './01-rnn.js' gives you the mean surprise over the real targets.",
  ],
  checks: [
    ...layerChecks({
      known: '02-gru/gru-language-model-loss',
      drawn,
      axes: { '': '' },
      withRespectTo: [
        'p.table',
        ...['wIh', 'wHh', 'bIh', 'bHh'].map((name) => `p.layer.${name}`),
        'p.output.w',
        'p.output.b',
      ],
      shares: { values: 0.4, gradient: 0.3 },
    }),
    paddingSilent({
      share: 0.2,
      draw: (rng) => draw(rng, sizes[0]),
      elsewhere: (rng) => ({ targets: randomInts(rng, [3, 7], 1, 11) }),
    }),
    knownAnswer({
      title: 'knowing nothing costs log V',
      share: 0.1,
      ask: (rng) => {
        const { p, ...others } = draw(rng, sizes[0]);
        const output = {
          w: tensor([5, 11], new Float64Array(55)),
          b: tensor([11], new Float64Array(11).fill(2)),
        };
        return { args: { p: { ...p, output }, ...others }, right: Math.log(11) };
      },
      of: scalarOf,
      says: (_, loss) =>
        `with equal scores for all 11 tokens the loss is ${scalarOf(loss).toPrecision(4)}, and it should be log 11 = ${Math.log(11).toPrecision(4)} nats, padding or not.`,
    }),
  ],
};
