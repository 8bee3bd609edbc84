import { randomTensor, type Draws, type Task } from '../../../grader/checks/index.js';
import {
  backwardCases,
  drawLstm,
  drawLstmState,
  leaning,
  stepSizes,
  type StepSize,
} from '../../drawn.js';
import { additive, byHand, knownAnswer } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { partOf, zerosLike } from '../../values.js';

const draw = (rng: Draws, { B, I, U }: StepSize) => ({
  p: drawLstm(rng, { I, U }),
  x: randomTensor(rng, [B, I]),
  state: drawLstmState(rng, B, U),
  dhNext: randomTensor(rng, [B, U]),
  dcNext: randomTensor(rng, [B, U]),
});

/** A step with gate f leaning as said, and a gradient at its cells alone. */
const atCells = (rng: Draws, i: number, f: number) => {
  const { p, dhNext, ...others } = draw(rng, stepSizes[0]);
  const b = leaning(p.b, i, f, 0, 0);
  return { ...others, p: { ...p, b }, dhNext: zerosLike(dhNext) };
};

export const lstmCellBackward: Task = {
  id: 'lstm-cell-backward',
  title: 'The gradient of one step, by hand',
  from: 'src/layers/lstm.ts',
  name: 'lstmCellBackward',
  kind: 'derive',
  core: true,
  points: 20,
  difficulty: 4,
  minutes: 30,
  needs: [],
  forbidden: byHand,
  hints: [
    "Run the step forward again and keep i, f, g, o and tanh(c'). Then draw what each of them feeds into. Two arrows lead out of the new cell c': one to the step after, one to h'. What comes back along both belongs together before anything else is done.",
    "With dcAll = dcNext + what comes through h' = o * tanh(c'), the rest of c' = f * c + i * g is four products: each factor gets dcAll times the other one. Only o hangs on h' directly. Then go through each gate's own bend: s (1 - s) for a sigmoid that came out as s, 1 - g² for the tanh.",
    "dcAll = dcNext + dhNext * o * (1 - tanh(c')²). dai = dcAll * g * i * (1 - i), daf = dcAll * c * f * (1 - f), dag = dcAll * i * (1 - g²), dao = dhNext * tanh(c') * o * (1 - o). Lay them side by side with concat([dai, daf, dag, dao], 1): from there it is the backward pass of a dense layer, once with x and once with h. What is left for the old cell is dcAll * f.",
  ],
  checks: [
    ...backwardChecks({
      known: '03-lstm/lstm-cell-backward',
      drawn: backwardCases(stepSizes, draw, 'x'),
      axes: { dwIh: 'I G', dwHh: 'U G', db: 'G', dx: 'B I', dh: 'B U', dc: 'B U' },
      share: 0.7,
    }),
    additive({
      share: 0.1,
      draw: (rng) => draw(rng, { B: 1, I: 3, U: 5 }),
      batched: ['x', 'state', 'dhNext', 'dcNext'],
      weights: ['dwIh', 'dwHh', 'db'],
    }),
    knownAnswer({
      title: 'with f open the cells carry their gradient back whole',
      share: 0.1,
      ask: (rng) => {
        const { p, x, state, dhNext, dcNext } = atCells(rng, -60, 60);
        return { args: { p, x, state, dhNext, dcNext }, right: dcNext };
      },
      of: (answer) => partOf(answer, 'dc'),
      says: (off) =>
        `with f at 1, i at 0 and no gradient at the output, dc should be dcNext as it came, and is ${off} off: the cell was handed on unchanged. This is why an LSTM remembers.`,
    }),
    knownAnswer({
      title: 'with f shut nothing comes back to the old cells',
      share: 0.1,
      ask: (rng) => {
        const { p, x, state, dhNext, dcNext } = atCells(rng, 0, -60);
        return { args: { p, x, state, dhNext, dcNext }, right: zerosLike(dcNext) };
      },
      of: (answer) => partOf(answer, 'dc'),
      says: (off) =>
        `with f at 0 the old cell is forgotten, so dc is to be 0; yours has entries up to ${off}.`,
    }),
  ],
};
