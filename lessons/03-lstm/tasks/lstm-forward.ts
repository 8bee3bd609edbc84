import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  tensor,
  values,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { stepsOf, worstDifference } from '../../values.js';
import { drawLstm, drawState } from '../draw.js';

const known = fixtureCases(loadFixture('03-lstm/lstm-forward.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawLstm(rng, 2, 5),
    xs: randomTensor(rng, [2, 7 - 4 * i, 2]),
    start: drawState(rng, 2, 5),
  }),
  'drawn sequences',
);

const part = (answer: Value, key: string) => (answer as Readonly<Record<string, Value>>)[key];

export const lstmForward: Task = {
  id: 'lstm-forward',
  title: 'The whole sequence, with a state of two parts',
  from: 'src/layers/lstm.ts',
  name: 'lstmForward',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: ['lstm-cell'],
  forbidden: ['tf.layers', 'tf.basicLSTMCell', 'tf.multiRNNCell'],
  hints: [
    'It is the scan of lesson 01. One variable changes from step to step, and here it holds two tensors. Which of the two does anybody outside see at every step?',
    'let state = start, then for each x of unstack(xs, 1): state = lstmCell(p, x, state), the record as a whole, and its h goes into a list.',
    'At the end: { outputs: stack(list, 1), state }. The state is what the last step left, h and c.',
  ],
  checks: [
    contract({ cases: drawn, axes: { outputs: 'B T U', 'state.h': 'B U', 'state.c': 'B U' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'xs', 'start.h', 'start.c'],
      share: 0.3,
    }),
    law({
      title: 'in two parts as in one',
      share: 0.15,
      holds: async (ask, rng) => {
        const p = drawLstm(rng, 2, 3);
        const xs = randomTensor(rng, [2, 7, 2]);
        const start = drawState(rng, 2, 3);
        const whole = await ask({ p, xs, start });
        const first = await ask({ p, xs: stepsOf(xs, 0, 4), start });
        const between = part(first, 'state') ?? null;
        const second = await ask({ p, xs: stepsOf(xs, 4, 7), start: between });
        const late = stepsOf(part(whole, 'outputs') ?? null, 4, 7);
        const off = worstDifference(late, stepsOf(part(second, 'outputs') ?? null, 0, 3));
        if (off < 1e-9) return undefined;
        return `seven steps at once and 4 + 3 steps, the second part started from the state that the first returned, differ by up to ${off.toPrecision(2)}. h and c after a step have to be all that the next one needs.`;
      },
    }),
    law({
      title: 'the future does not change the past',
      share: 0.15,
      holds: async (ask, rng) => {
        const p = drawLstm(rng, 2, 3);
        const xs = randomTensor(rng, [1, 5, 2]);
        const start = drawState(rng, 1, 3);
        const changed = tensor(
          xs.shape,
          xs.data.map((x, i) => (i < 8 ? x : -x)),
        );
        const early = async (inputs: typeof xs) =>
          stepsOf(part(await ask({ p, xs: inputs, start }), 'outputs') ?? null, 0, 4);
        if (worstDifference(await early(xs), await early(changed)) === 0) return undefined;
        return 'changing the last of five inputs changed an output before it. A step may look at its own input and at the state it was handed.';
      },
    }),
  ],
};
