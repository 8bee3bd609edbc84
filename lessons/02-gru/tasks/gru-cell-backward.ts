import { randomTensor, type Draws, type Task } from '../../../grader/checks/index.js';
import {
  backwardCases,
  drawGru,
  drawsStep,
  leaning,
  stepSizes,
  type StepSize,
} from '../../drawn.js';
import { additive, byHand, knownAnswer } from '../../laws.js';
import { backwardChecks } from '../../standard.js';
import { partOf } from '../../values.js';

const draw = (rng: Draws, size: StepSize) => {
  const step = drawsStep(drawGru)(rng, size);
  return { ...step, dhNext: randomTensor(rng, step.h.shape) };
};

export const gruCellBackward: Task = {
  id: 'gru-cell-backward',
  title: 'The gradient of one gated step, by hand',
  from: 'src/layers/gru.ts',
  name: 'gruCellBackward',
  kind: 'derive',
  core: true,
  points: 25,
  difficulty: 5,
  minutes: 40,
  needs: [],
  forbidden: byHand,
  hints: [
    "Take the step once more, and keep r, z, n and hn, that is h Whn + bhn, the c of the lesson. Then go backwards line by line: from h' to z, n and h; from n to what tanh was given; from there to r. What each gate was given is where the weights begin.",
    "From h' = (1 - z) * n + z * h: z gets dhNext * (h - n), n gets dhNext * (1 - z), and h gets dhNext * z on the straight way; the others come later. The slope of tanh is 1 - n * n, that of sigmoid r * (1 - r). In n, r multiplies hn: so r gets dan * hn, and hn gets dan * r.",
    'With dar, daz, dan at what the gates were given: da = concat([dar, daz, dan], 1) is the gradient of x wIh + bIh, and dg = concat([dar, daz, mul(dan, r)], 1) that of h wHh + bHh. From there on it is a dense layer twice: dwIh and dx from da, dwHh from dg, dh = dhNext * z + dg times wHh transposed.',
  ],
  checks: [
    ...backwardChecks({
      known: '02-gru/gru-cell-backward',
      drawn: backwardCases(stepSizes, draw, 'x'),
      axes: { dwIh: 'I G', dwHh: 'U G', dbIh: 'G', dbHh: 'G', dx: 'B I', dh: 'B U' },
      share: 0.8,
    }),
    additive({
      share: 0.1,
      draw: (rng) => draw(rng, { B: 1, I: 3, U: 5 }),
      batched: ['x', 'h', 'dhNext'],
      weights: ['dwIh', 'dwHh', 'dbIh', 'dbHh'],
    }),
    knownAnswer({
      title: 'a unit that keeps its state passes the whole gradient on',
      share: 0.1,
      ask: (rng) => {
        const { p, ...others } = draw(rng, stepSizes[0]);
        const open = { ...p, bIh: leaning(p.bIh, 0, 60, 0) };
        return { args: { p: open, ...others }, right: others.dhNext };
      },
      of: (answer) => partOf(answer, 'dh'),
      says: (off) =>
        `with a bias of 60 at gate z the step copies h, so dh is dhNext; yours differs from it by up to ${off}.`,
    }),
  ],
};
