import { ofSizes, randomTensor, type Draws, type Task } from '../../../grader/checks/index.js';
import { drawLstm, drawLstmState, leaning, stepSizes, type StepSize } from '../../drawn.js';
import { knownAnswer, rowsApart } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { partOf } from '../../values.js';

const draw = (rng: Draws, { B, I, U }: StepSize) => ({
  p: drawLstm(rng, { I, U }),
  x: randomTensor(rng, [B, I]),
  state: drawLstmState(rng, B, U),
});

export const lstmCell: Task = {
  id: 'lstm-cell',
  title: 'One step of a long short-term memory',
  from: 'src/layers/lstm.ts',
  name: 'lstmCell',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell', 'tf.multiRNNCell'],
  hints: [
    'Four things are asked of the same input and the same old output: three of them are gates, between 0 and 1, and one is a proposal, between -1 and 1. The two products with wIh and wHh serve all four.',
    "add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', state.h, p.wHh)), p.b) has [B, 4 U] entries. split(..., 4, 1) takes it apart in the order i, f, g, o; three parts go through sigmoid, g through tanh.",
    'c = add(mul(f, state.c), mul(i, g)), and the new output is mul(o, tanh(c)), made of the new c. Return { h: ..., c }: the tanh is for the output alone.',
  ],
  checks: [
    ...layerChecks({
      known: '03-lstm/lstm-cell',
      drawn: ofSizes(stepSizes, draw, 'drawn weights'),
      axes: { h: 'B U', c: 'B U' },
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'state.h', 'state.c'],
      shares: { values: 0.5, gradient: 0.3 },
    }),
    knownAnswer({
      title: 'with f open and i shut the cells stay as they are',
      share: 0.1,
      ask: (rng) => {
        const { p, x, state } = draw(rng, stepSizes[0]);
        const belt = { ...p, b: leaning(p.b, -60, 60, 0, 0) };
        return { args: { p: belt, x, state }, right: state.c };
      },
      of: (answer) => partOf(answer, 'c'),
      says: (off) =>
        `with a bias of 60 for f and -60 for i, nothing is forgotten and nothing comes in, yet the cells changed by up to ${off}. This is the belt on which things are carried: c' = f * c + i * g, and nothing else.`,
    }),
    rowsApart({ share: 0.1, draw: (rng) => draw(rng, stepSizes[1]), batched: ['x', 'state'] }),
  ],
};
