import {
  contract,
  fixture,
  gradient,
  ofSizes,
  randomTensor,
  seeded,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { drawFar } from '../../drawn.js';
import { sameAnswer } from '../../laws.js';
import { mapEntries } from '../../values.js';

const known = fixture('00-start/softmax');
const sizes = [
  { B: 3, V: 5 },
  { B: 4, V: 4 },
  { B: 1, V: 7 },
];
const drawn = ofSizes(
  sizes,
  (rng, { B, V }) => ({ x: randomTensor(rng, [B, V], 2) }),
  'drawn scores',
);
const far = seeded(2, (rng, i) => ({ x: drawFar(rng, [2 + i, 5]) }), 'scores far apart');

export const softmax: Task = {
  id: 'softmax',
  title: 'Probabilities from scores',
  from: 'src/core/softmax.ts',
  name: 'softmax',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 10,
  needs: [],
  forbidden: ['tf.softmax', 'tf.logSoftmax', 'tf.logSumExp'],
  hints: [
    'Three steps: shift each row, take exp, divide by a sum. Which axis does each step look along?',
    "max('B V -> B 1', x) is each row's maximum, kept as a column so that it broadcasts over the row.",
    "const e = exp(sub(x, max('B V -> B 1', x))); now divide e by the sum of its own row.",
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B V' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    values({ cases: far, share: 0.2, title: 'scores of +-10000' }),
    gradient({ cases: [...drawn, ...far], withRespectTo: ['x'], share: 0.2 }),
    sameAnswer({
      title: 'a constant added to a row changes nothing',
      share: 0.2,
      ask: (rng) => {
        const x = randomTensor(rng, [2, 7]);
        return [{ x }, { x: mapEntries(x, (score, at) => score + (at < 7 ? 3 : -50)) }];
      },
      what: 'adding 3 to the first row of x and -50 to the second',
      why: 'Only differences within a row may matter.',
    }),
  ],
};
