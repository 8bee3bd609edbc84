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
import { drawRnn } from '../draw.js';
import { stepsOf, tensorOf, worstDifference } from '../../values.js';

const known = fixtureCases(loadFixture('01-rnn/rnn-forward.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawRnn(rng, 2, 5),
    xs: randomTensor(rng, [2, 7 - 4 * i, 2]),
    h0: randomTensor(rng, [2, 5], 0.5),
  }),
  'drawn sequences',
);

export const rnnForward: Task = {
  id: 'rnn-forward',
  title: 'The whole sequence',
  from: 'src/layers/rnn.ts',
  name: 'rnnForward',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: ['rnn-cell'],
  forbidden: ['tf.layers'],
  hints: [
    'A loop with one variable that changes: the state. unstack(xs, 1) gives the inputs of the steps, one [B, I] after the other.',
    'In each round: take the step with rnnCell, keep the new state for the next round, and put it into a list.',
    'let h = h0; for (const x of unstack(xs, 1)) { h = rnnCell(p, x, h); states.push(h); } What is left is to make one tensor of the list, with time as the second axis.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B T U' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'xs', 'h0'],
      share: 0.3,
    }),
    law({
      title: 'in two parts as in one',
      share: 0.15,
      holds: async (ask, rng) => {
        const p = drawRnn(rng, 2, 3);
        const xs = randomTensor(rng, [2, 7, 2]);
        const h0 = randomTensor(rng, [2, 3], 0.5);
        const whole = await ask({ p, xs, h0 });
        const first = await ask({ p, xs: stepsOf(xs, 0, 4), h0 });
        const last = stepsOf(first, 3, 4);
        const between = new TensorValue('float32', [2, 3], last.data);
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
        const p = drawRnn(rng, 2, 3);
        const xs = randomTensor(rng, [1, 5, 2]);
        const h0 = randomTensor(rng, [1, 3], 0.5);
        const changed = new TensorValue(
          'float32',
          xs.shape,
          xs.data.map((x, i) => (i < 8 ? x : -x)),
        );
        const before = stepsOf(await ask({ p, xs, h0 }), 0, 4);
        const after = stepsOf(await ask({ p, xs: changed, h0 }), 0, 4);
        if (worstDifference(before, after) === 0) return undefined;
        return 'changing the last of five inputs changed a state before it. A step may look at its own input and at the state it was handed.';
      },
    }),
  ],
};
