import { loadFixture } from '../../../fixtures/load.js';
import {
  backward,
  contract,
  fixtureCases,
  law,
  randomInts,
  randomTensor,
  seeded,
  TensorValue,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('00-start/cross-entropy-backward.json'));
const drawn = seeded(
  2,
  (rng) => ({ logits: randomTensor(rng, [3, 5], 2), targets: randomInts(rng, [3], 0, 5) }),
  'drawn logits',
);

export const crossEntropyBackward: Task = {
  id: 'cross-entropy-backward',
  title: 'The gradient of the cross-entropy, by hand',
  from: 'src/train/losses.ts',
  name: 'crossEntropyBackward',
  kind: 'derive',
  core: false,
  points: 10,
  difficulty: 3,
  minutes: 20,
  needs: ['softmax', 'log-softmax'],
  forbidden: [
    'tf.grad',
    'tf.grads',
    'tf.valueAndGrad',
    'tf.valueAndGrads',
    'tf.variableGrads',
    'core.numericGradient',
  ],
  hints: [
    'Write the loss of one row as log(sum of exp(x)) - x[target]. What is the derivative of each half?',
    'The derivative of log(sum of exp(x)) with respect to x[c] is a function you have written.',
    'Softmax, minus 1 at the target; then think of what the mean over the batch does to every row.',
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': 'B C' } }),
    backward({ cases: [...known, ...drawn], share: 0.8 }),
    law({
      title: 'each row sums to 0',
      share: 0.2,
      holds: async (ask, rng) => {
        const logits = randomTensor(rng, [2, 7], 3);
        const d = await ask({ logits, targets: randomInts(rng, [2], 0, 7) });
        if (!(d instanceof TensorValue)) return 'no tensor came back';
        const total = d.data.slice(0, 7).reduce((sum, value) => sum + value, 0);
        if (Math.abs(total) < 1e-9) return undefined;
        return `the first row sums to ${total.toPrecision(3)}. Adding a constant to all scores of a row changes no loss, so the sum must be 0.`;
      },
    }),
  ],
};
