import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  ints,
  law,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  TensorValue,
  values,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';

const draw = (rng: Draws, B: number, C: number) => ({
  logits: randomTensor(rng, [B, C], 2),
  targets: randomInts(rng, [B], 0, C),
});
const known = fixtureCases(loadFixture('00-start/cross-entropy.json'));
const drawn = seeded(3, (rng, i) => draw(rng, 2 + i, 5), 'drawn logits');
const sure = [
  {
    name: 'sure and wrong',
    args: { logits: tensor([2, 3], [2000, 0, 0, 0, 2000, 0]), targets: ints([2], [1, 1]) },
  },
];

export const crossEntropy: Task = {
  id: 'cross-entropy',
  title: 'How surprised is the model?',
  from: 'src/train/losses.ts',
  name: 'crossEntropy',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: ['log-softmax'],
  forbidden: ['tf.losses', 'tf.logSoftmax', 'tf.softmax'],
  hints: [
    'Per row, one entry of the log-probabilities counts: the one at the target.',
    'oneHot(targets, C) is 1 at the target and 0 elsewhere; multiplied with the log-probabilities it leaves that entry.',
    "Sum what is left with sum('B C -> ', ...), turn the sign round, divide by B.",
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1), axes: { '': '' } }),
    values({ cases: [...known, ...drawn, ...sure], share: 0.5 }),
    gradient({ cases: drawn, withRespectTo: ['logits'], share: 0.3 }),
    law({
      title: 'a batch twice over costs the same',
      share: 0.2,
      holds: async (ask, rng) => {
        const { logits, targets } = draw(rng, 3, 7);
        const once = await ask({ logits, targets });
        const twice = await ask({
          logits: tensor([6, 7], [...logits.data, ...logits.data]),
          targets: ints([6], [...targets.data, ...targets.data]),
        });
        const [a, b] = [scalar(once), scalar(twice)];
        if (Math.abs(a - b) < 1e-9) return undefined;
        return `3 rows cost ${a.toPrecision(4)} nats, the same rows twice over ${b.toPrecision(4)}. A mean does not change.`;
      },
    }),
  ],
};

function scalar(value: Value): number {
  return value instanceof TensorValue ? (value.data[0] ?? NaN) : NaN;
}
