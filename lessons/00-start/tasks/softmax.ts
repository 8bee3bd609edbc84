import {
  contract,
  fixture,
  gradient,
  randomTensor,
  values,
  type Task,
} from '../../../grader/checks/index.js';
import { sameAnswer } from '../../laws.js';
import { mapEntries } from '../../values.js';
import { drawnScores, farScores } from '../draw.js';

const onlyImpossible =
  'Only a row of -Infinity alone differs, which masks make; no score of this task is infinite.';

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
    "max('... V -> ... 1', x) is each row's maximum, kept as a column so that it broadcasts over the row.",
    "const e = exp(sub(x, max('... V -> ... 1', x))); now divide e by the sum of its own row.",
  ],
  equivalentEdits: {
    "lowest and max('... V -> ... 1', x) exchanged: atLeast(lowest, max('... V -> ... 1', x))":
      onlyImpossible,
    '3.4028234663852886e+38 becomes 3.4028234663852886e+38: -3.4028234663852886e38': onlyImpossible,
    "1 and sum('... V -> ... 1', e) exchanged: atLeast(1, sum('... V -> ... 1', e))":
      onlyImpossible,
    'bound left out: tf.maximum(x, bound)': onlyImpossible,
  },
  checks: [
    contract({ cases: drawnScores, axes: { '': 'B V' } }),
    values({ cases: [...fixture('00-start/softmax'), ...drawnScores], share: 0.4 }),
    values({ cases: farScores, share: 0.2, title: 'scores of +-10000' }),
    gradient({ cases: [...drawnScores, ...farScores], withRespectTo: ['x'], share: 0.2 }),
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
