import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  values,
  TensorValue,
  type Task,
} from '../../../grader/checks/index.js';
import { stepsOf, tensorOf, worstDifference } from '../../values.js';
import { drawGru } from '../draw.js';

const known = fixtureCases(loadFixture('02-gru/gru-forward.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawGru(rng, 2, 5),
    xs: randomTensor(rng, [3, 7 - 3 * i, 2]),
    h0: randomTensor(rng, [3, 5], 0.5),
  }),
  'drawn sequences',
);

export const gruForward: Task = {
  id: 'gru-forward',
  title: 'The gates over a whole sequence',
  from: 'src/layers/gru.ts',
  name: 'gruForward',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 10,
  needs: ['gru-cell'],
  forbidden: ['tf.layers'],
  hints: [
    'You have written this loop before, in lesson 01. What in it knew that the step was rnnCell?',
    'unstack(xs, 1) gives the inputs of the steps, one [B, I] after the other. Take a step with each, and let the new state be what the next step starts from.',
    'let h = h0; for (const x of unstack(xs, 1)) { h = gruCell(p, x, h); states.push(h); } What is left is to make one tensor of the list, with time as the second axis.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B T U' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.bIh', 'p.bHh', 'xs', 'h0'],
      share: 0.3,
    }),
    law({
      title: 'in two parts as in one',
      share: 0.15,
      holds: async (ask, rng) => {
        const p = drawGru(rng, 2, 3);
        const xs = randomTensor(rng, [2, 7, 2]);
        const h0 = randomTensor(rng, [2, 3], 0.5);
        const whole = await ask({ p, xs, h0 });
        const first = await ask({ p, xs: stepsOf(xs, 0, 4), h0 });
        const between = new TensorValue('float32', [2, 3], stepsOf(first, 3, 4).data);
        const second = await ask({ p, xs: stepsOf(xs, 4, 7), h0: between });
        const off = worstDifference(stepsOf(whole, 4, 7), tensorOf(second));
        if (off < 1e-9) return undefined;
        return `seven steps at once and 4 + 3 steps, the second part started from the state after the fourth, differ by up to ${off.toPrecision(2)}. The state after a step has to be all that the next one needs.`;
      },
    }),
    law({
      title: 'the future does not change the past',
      share: 0.15,
      holds: async (ask, rng) => {
        const p = drawGru(rng, 2, 3);
        const xs = randomTensor(rng, [1, 5, 2]);
        const h0 = randomTensor(rng, [1, 3], 0.5);
        const other = new TensorValue('float32', xs.shape, Float64Array.from(xs.data));
        other.data.fill(3, 8);
        const before = stepsOf(await ask({ p, xs, h0 }), 0, 4);
        const after = stepsOf(await ask({ p, xs: other, h0 }), 0, 4);
        const off = worstDifference(before, after);
        if (off < 1e-9) return undefined;
        return `another input at the last step changed the states of the four steps before it by up to ${off.toPrecision(2)}. A state may depend on inputs up to its own step and no later.`;
      },
    }),
  ],
};
