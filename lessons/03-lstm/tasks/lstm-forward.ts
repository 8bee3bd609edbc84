import { ofSizes, randomTensor, type Draws, type Task } from '../../../grader/checks/index.js';
import { drawLstm, drawLstmState, sequenceSizes, type SequenceSize } from '../../drawn.js';
import { readsOn } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { partOf } from '../../values.js';

const draw = (rng: Draws, { B, T, I, U }: SequenceSize) => ({
  p: drawLstm(rng, { I, U }),
  xs: randomTensor(rng, [B, T, I]),
  start: drawLstmState(rng, B, U),
});

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
    ...layerChecks({
      known: '03-lstm/lstm-forward',
      drawn: ofSizes(sequenceSizes, draw, 'drawn sequences'),
      axes: { outputs: 'B T U', 'state.h': 'B U', 'state.c': 'B U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'xs', 'start.h', 'start.c'],
      shares: { values: 0.4, gradient: 0.3 },
    }),
    ...readsOn({
      share: 0.15,
      draw: (rng) => draw(rng, sequenceSizes[0]),
      state: 'start',
      outputs: (answer) => partOf(answer, 'outputs'),
      last: (answer) => partOf(answer, 'state'),
    }),
  ],
};
