import {
  contract,
  fixture,
  gradient,
  randomTensor,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { rowsSumTo } from '../../laws.js';
import { drawnScores, farScores } from '../draw.js';

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
  forbidden: ['tf.logSoftmax', 'tf.softmax', 'tf.logSumExp'],
  hints: [
    'The body that stands there is right on paper. Try it on the row [0, 1000]: which step loses the first entry?',
    'Write log(a / b) as a difference. What is log(exp(s))?',
    'With s = x - m, the result is s - log(sum of exp(s)). No exp is undone by a log any more.',
  ],
  checks: [
    contract({ cases: drawnScores, axes: { '': 'B V' } }),
    values({ cases: [...fixture('00-start/log-softmax'), ...drawnScores], share: 0.3 }),
    values({ cases: farScores, share: 0.3, title: 'probabilities too small to hold' }),
    gradient({ cases: [...drawnScores, ...farScores], withRespectTo: ['x'], share: 0.2 }),
    rowsSumTo(1, {
      title: 'exp of a row sums to 1',
      share: 0.2,
      draw: (rng) => ({ x: randomTensor(rng, [3, 11], 5) }),
      term: Math.exp,
      why: 'The log-probabilities of a row are those of all that can happen.',
    }),
  ],
};
