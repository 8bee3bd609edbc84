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
import { rowsSumTo } from '../../laws.js';

const known = fixture('00-start/log-softmax');
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

export const logSoftmax: Task = {
  id: 'log-softmax',
  title: 'Log-probabilities that never meet log 0',
  from: 'src/core/softmax.ts',
  name: 'logSoftmax',
  kind: 'debug',
  wrongVersion: 'log-of-softmax',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: ['tf.logSoftmax', 'tf.softmax'],
  hints: [
    'The body that stands there is right on paper. Try it on the row [0, 1000]: which step loses the first entry?',
    'Write log(a / b) as a difference. What is log(exp(s))?',
    'With s = x - m, the result is s - log(sum of exp(s)). No exp is undone by a log any more.',
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B V' } }),
    values({ cases: [...known, ...drawn], share: 0.3 }),
    values({ cases: far, share: 0.3, title: 'probabilities too small to hold' }),
    gradient({ cases: [...drawn, ...far], withRespectTo: ['x'], share: 0.2 }),
    rowsSumTo(1, {
      title: 'exp of a row sums to 1',
      share: 0.2,
      draw: (rng) => ({ x: randomTensor(rng, [3, 11], 5) }),
      term: Math.exp,
      why: 'The log-probabilities of a row are those of all that can happen.',
    }),
  ],
};
