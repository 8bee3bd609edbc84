import { randomTensor, tensor, type Draws, type Task } from '../../../grader/checks/index.js';
import { backwardCases, drawRnn, drawsStep, stepSizes, type StepSize } from '../../drawn.js';
import { additive, byHand, knownAnswer } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { zerosLike } from '../../values.js';
import { nextState } from '../draw.js';

const draw = (rng: Draws, size: StepSize) => {
  const { p, x, h } = drawsStep(drawRnn)(rng, size);
  return { p, x, h, hNext: nextState(p, x, h), dhNext: randomTensor(rng, h.shape) };
};

export const rnnCellBackward: Task = {
  id: 'rnn-cell-backward',
  title: 'The gradient of one step, by hand',
  from: 'src/layers/rnn.ts',
  name: 'rnnCellBackward',
  kind: 'derive',
  core: true,
  points: 20,
  difficulty: 4,
  minutes: 30,
  needs: [],
  forbidden: byHand,
  hints: [
    'Name what tanh was given: a. Five things went into a, and only a into hNext. So find da first, the gradient at a; everything else follows from it.',
    'The slope of tanh at a is 1 - tanh(a)², and tanh(a) is hNext, which you were given. For the rest, a is three terms: the backward pass of x wIh is that of a dense layer, and h wHh is the same with other letters.',
    "da = dhNext * (1 - hNext²). dwIh sums x times da over the batch: einsum('B I, B G -> I G', x, da); dwHh does it with h; db sums da over the batch. dx = einsum('B G, I G -> B I', da, p.wIh), and dh goes back through wHh in the same way.",
  ],
  checks: [
    ...backwardChecks({
      known: '01-rnn/rnn-cell-backward',
      drawn: backwardCases(stepSizes, draw, 'x'),
      axes: { dwIh: 'I U', dwHh: 'U U', db: 'U', dx: 'B I', dh: 'B U' },
      share: 0.8,
    }),
    additive({
      share: 0.1,
      draw: (rng) => draw(rng, { B: 1, I: 3, U: 5 }),
      batched: ['x', 'h', 'hNext', 'dhNext'],
      weights: ['dwIh', 'dwHh', 'db'],
    }),
    knownAnswer({
      title: 'a unit at its limit lets nothing through',
      share: 0.1,
      ask: (rng) => {
        const { p, x, h, dhNext } = draw(rng, { B: 2, I: 3, U: 5 });
        const full = { ...p, b: tensor([5], [60, -60, 60, 60, -60]) };
        const args = { p: full, x, h, hNext: nextState(full, x, h), dhNext };
        const right = zerosLike({ dwIh: p.wIh, dwHh: p.wHh, db: p.b, dx: x, dh: h });
        return { args, right };
      },
      says: (off) =>
        `with every unit at 1 or -1 the tanh is flat and no gradient should pass; yours has entries up to ${off}.`,
    }),
  ],
};
