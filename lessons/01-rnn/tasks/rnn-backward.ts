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
import { drawRnn, statesOf } from '../draw.js';
import { stepsOf, tensorOf, worstDifference } from '../../values.js';

const draw = (rng: Draws, T: number) => {
  const p = drawRnn(rng, 3, 5);
  const xs = randomTensor(rng, [2, T, 3]);
  const h0 = randomTensor(rng, [2, 5], 0.5);
  const states = statesOf(p, xs, h0);
  return { p, xs, h0, states, dStates: randomTensor(rng, [2, T, 5]) };
};

const known = fixtureCases(loadFixture('01-rnn/rnn-backward.json'));
const drawn = seeded(2, (rng, i) => draw(rng, 7 - 3 * i), 'drawn sequences');

const part = (answer: Value, key: string) =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

const sumOf = (a: TensorValue, b: TensorValue) =>
  tensor(
    a.shape,
    a.data.map((x, i) => x + (b.data[i] ?? NaN)),
  );

/** A sequence [B, T, U] with something [B, U] added at step t. */
function withMore({ shape, data }: TensorValue, t: number, more: TensorValue): TensorValue {
  const [, T = 0, U = 0] = shape;
  const added = (b: number, u: number) => more.data[b * U + u] ?? NaN;
  return tensor(
    shape,
    data.map((x, i) =>
      Math.floor(i / U) % T === t ? x + added(Math.floor(i / (T * U)), i % U) : x,
    ),
  );
}

export const rnnBackward: Task = {
  id: 'rnn-backward',
  title: 'Back through time, by hand',
  from: 'src/layers/rnn.ts',
  name: 'rnnBackward',
  kind: 'derive',
  core: true,
  points: 20,
  difficulty: 5,
  minutes: 30,
  needs: ['rnn-cell-backward'],
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
    'Draw four steps in a row and every arrow that leads out of the state h[1]: one goes to whoever uses that state, one into step 2. A gradient comes back along each of them. What is done with two gradients that arrive at one place?',
    'Walk from the last step to the first with rnnCellBackward, and carry one thing along: the dh that the step after returned (zeros at the start). The weights were used at every step, so what each step says about them is added up.',
    'let dh = zeros; for t from T - 1 down to 0: step = rnnCellBackward(p, stepAt(xs, t), t === 0 ? h0 : stepAt(states, t - 1), stepAt(states, t), add(stepAt(dStates, t), dh)); dh = step.dh. Add up dwIh, dwHh, db; keep each dx and stack them in the order of time; what dh is at the end is dh0.',
  ],
  checks: [
    contract({
      cases: drawn,
      axes: { dwIh: 'I U', dwHh: 'U U', db: 'U', dxs: 'B T I', dh0: 'B U' },
    }),
    backward({ cases: [...known, ...drawn], share: 0.7 }),
    law({
      title: 'in two parts as in one',
      share: 0.15,
      holds: async (ask, rng) => {
        const { p, xs, h0, states, dStates } = draw(rng, 7);
        const whole = await ask({ p, xs, h0, states, dStates });
        const cut = (from: number, to: number, start: TensorValue) => ({
          p,
          xs: stepsOf(xs, from, to),
          h0: start,
          states: stepsOf(states, from, to),
          dStates: stepsOf(dStates, from, to),
        });
        const between = tensor([2, 5], stepsOf(states, 3, 4).data);
        const late = await ask(cut(4, 7, between));
        const early = cut(0, 4, h0);
        const first = await ask({
          ...early,
          dStates: withMore(early.dStates, 3, part(late, 'dh0')),
        });
        const off = ['dwIh', 'dwHh', 'db'].find((key) => {
          const both = sumOf(part(first, key), part(late, key));
          return !(worstDifference(part(whole, key), both) < 1e-9);
        });
        if (off === undefined) return undefined;
        return `steps 4 to 6 were taken back first, their dh0 was added to what arrives at state 3, and then steps 0 to 3: the two ${off} should sum to the ${off} of all seven steps at once, and do not. What crosses from one step to the one before it is dh, all of it.`;
      },
    }),
    law({
      title: 'a state knows nothing of later inputs',
      share: 0.15,
      holds: async (ask, rng) => {
        const { p, xs, h0, states, dStates } = draw(rng, 5);
        const only = tensor(
          [2, 5, 5],
          dStates.data.map((x, i) => (Math.floor(i / 5) % 5 === 2 ? x : 0)),
        );
        const dxs = part(await ask({ p, xs, h0, states, dStates: only }), 'dxs');
        if (dxs.shape.join() !== '2,5,3') return 'dxs should have the shape of xs.';
        const largest = (from: number, to: number) =>
          stepsOf(dxs, from, to).data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        if (largest(3, 5) > 0)
          return 'a gradient arrives at the state of step 2 alone, and dxs has entries at steps 3 and 4. That state was made before those inputs were read.';
        if (largest(0, 1) > 1e-9) return undefined;
        return 'a gradient arrives at the state of step 2 alone, and dxs is 0 at step 0. That input still lives in the state two steps later: the gradient has to get back to it.';
      },
    }),
  ],
};
