import { ofSizes, type Task } from '../../../grader/checks/index.js';
import { drawRnn, drawsSequence, sequenceSizes } from '../../drawn.js';
import { readsOn } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { lastStepOf } from '../../values.js';

const draw = drawsSequence(drawRnn);

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
    ...layerChecks({
      known: '01-rnn/rnn-forward',
      drawn: ofSizes(sequenceSizes, draw, 'drawn sequences'),
      axes: { '': 'B T U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'xs', 'h0'],
      shares: { values: 0.4, gradient: 0.3 },
    }),
    ...readsOn({
      share: 0.15,
      draw: (rng) => draw(rng, sequenceSizes[0]),
      state: 'h0',
      last: lastStepOf,
    }),
  ],
};
