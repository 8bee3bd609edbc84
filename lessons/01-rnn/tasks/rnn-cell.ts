import { ofSizes, type Task } from '../../../grader/checks/index.js';
import { drawRnn, drawsStep, stepSizes } from '../../drawn.js';
import { rowsApart } from '../../laws.js';
import { layerChecks } from '../../standard.js';

const draw = drawsStep(drawRnn);

export const rnnCell: Task = {
  id: 'rnn-cell',
  title: 'One step of a recurrent network',
  from: 'src/layers/rnn.ts',
  name: 'rnnCell',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 10,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell'],
  hints: [
    'Three things are added up and then bent: a part from the input, a part from the old state, and the bias.',
    "The part from the input sums over I: einsum('B I, I U -> B U', x, p.wIh). The part from the state sums over the units of h. Both axes of wHh are as long as U, so they need two letters.",
    "tanh(add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', h, p.wHh)), p.b)): one tanh, around everything.",
  ],
  checks: [
    ...layerChecks({
      known: '01-rnn/rnn-cell',
      drawn: ofSizes(stepSizes, draw, 'drawn weights'),
      axes: { '': 'B U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'h'],
      shares: { values: 0.6, gradient: 0.3 },
    }),
    rowsApart({ share: 0.1, draw: (rng) => draw(rng, stepSizes[1]), batched: ['x', 'h'] }),
  ],
};
