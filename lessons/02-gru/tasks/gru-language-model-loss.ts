import { loadFixture } from '../../../fixtures/load.js';
import {
  behaviour,
  contract,
  fixtureCases,
  gradient,
  ints,
  law,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  values,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { drawMask, tensorOf } from '../../values.js';
import { drawGru } from '../draw.js';

const V = 11;

const drawModel = (rng: Draws) => ({
  table: randomTensor(rng, [V, 2]),
  layer: drawGru(rng, 2, 5),
  output: { w: randomTensor(rng, [5, V]), b: randomTensor(rng, [V], 0.5) },
});

const draw = (rng: Draws) => ({
  p: drawModel(rng),
  inputs: randomInts(rng, [3, 7], 1, V),
  targets: randomInts(rng, [3, 7], 1, V),
  mask: drawMask(rng, 3, 7),
});

const known = fixtureCases(loadFixture('02-gru/gru-language-model-loss.json'));
const drawn = seeded(2, draw, 'drawn models');

const lossOf = (value: Value) => tensorOf(value).data[0] ?? NaN;

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
    contract({ cases: drawn.slice(0, 1), axes: { '': '' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    gradient({
      cases: known,
      withRespectTo: [
        'p.table',
        ...['wIh', 'wHh', 'bIh', 'bHh'].map((name) => `p.layer.${name}`),
        'p.output.w',
        'p.output.b',
      ],
      share: 0.3,
    }),
    law({
      title: 'padding costs nothing',
      share: 0.2,
      holds: async (ask, rng) => {
        const { p, inputs, targets, mask } = draw(rng);
        const elsewhere = randomInts(rng, [3, 7], 1, V);
        const other = targets.data.map((id, i) =>
          mask.data[i] === 0 ? (elsewhere.data[i] ?? 0) : id,
        );
        const before = lossOf(await ask({ p, inputs, targets, mask }));
        const after = lossOf(await ask({ p, inputs, targets: ints([3, 7], other), mask }));
        if (Math.abs(before - after) < 1e-9) return undefined;
        return `other targets at places of padding changed the loss from ${before.toPrecision(4)} to ${after.toPrecision(4)}. What stands under a 0 of the mask must not count.`;
      },
    }),
    behaviour({
      title: 'knowing nothing costs log V',
      share: 0.1,
      holds: async (ask, rng) => {
        const { p, inputs, targets, mask } = draw(rng);
        const output = {
          w: tensor([5, V], new Float64Array(5 * V)),
          b: tensor([V], new Float64Array(V).fill(2)),
        };
        const loss = lossOf(await ask({ p: { ...p, output }, inputs, targets, mask }));
        if (Math.abs(loss - Math.log(V)) < 1e-9) return undefined;
        return `with equal scores for all ${String(V)} tokens the loss is ${loss.toPrecision(4)}, and it should be log ${String(V)} = ${Math.log(V).toPrecision(4)} nats, padding or not.`;
      },
    }),
  ],
};
