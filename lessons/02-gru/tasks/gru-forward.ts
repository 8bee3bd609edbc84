import { ofSizes, type Task } from '../../../grader/checks/index.js';
import { drawGru, drawsSequence, sequenceSizes } from '../../drawn.js';
import { readsOn } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { lastStepOf } from '../../values.js';

const draw = drawsSequence(drawGru);

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
    ...layerChecks({
      known: '02-gru/gru-forward',
      drawn: ofSizes(sequenceSizes, draw, 'drawn sequences'),
      axes: { '': 'B T U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.bIh', 'p.bHh', 'xs', 'h0'],
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
