import { loadFixture } from '../../../fixtures/load.js';
import {
  behaviour,
  contract,
  fixtureCases,
  gradient,
  ints,
  law,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  values,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { drawMask, tensorOf } from '../../values.js';

const draw = (rng: Draws) => ({
  logits: randomTensor(rng, [3, 5, 7], 2),
  targets: randomInts(rng, [3, 5], 1, 7),
  mask: drawMask(rng, 3, 5),
});

const known = fixtureCases(loadFixture('01-rnn/sequence-loss.json'));
const drawn = seeded(3, draw, 'drawn scores');

const lossOf = (value: Parameters<typeof tensorOf>[0]) => tensorOf(value).data[0] ?? NaN;

export const sequenceLoss: Task = {
  id: 'sequence-loss',
  title: 'Surprise per real token',
  from: 'src/train/losses.ts',
  name: 'sequenceLoss',
  kind: 'debug',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: ['tf.losses'],
  hints: [
    'Run it on a batch without padding: it is right there. So where does padding come in twice?',
    'Work out by hand the loss of one line of two real tokens and two places of padding, each real token costing 1 nat. Which number should the sum of 2 be divided by?',
    'mean divides by B T, all places. Divide the masked sum by the number of real tokens, which is the sum of the mask.',
  ],
  wrongVersion: 'divided-by-all-places',
  checks: [
    contract({ cases: drawn, axes: { '': '' } }),
    values({ cases: [...known, ...drawn], share: 0.5 }),
    gradient({ cases: known, withRespectTo: ['logits'], share: 0.2 }),
    law({
      title: 'padding costs nothing',
      share: 0.2,
      holds: async (ask, rng) => {
        const { logits, targets, mask } = draw(rng);
        const before = lossOf(await ask({ logits, targets, mask }));
        const noise = randomTensor(rng, logits.shape, 5);
        const other = logits.data.map((score, i) =>
          mask.data[Math.floor(i / 7)] === 0 ? (noise.data[i] ?? 0) : score,
        );
        const after = lossOf(await ask({ logits: tensor(logits.shape, other), targets, mask }));
        if (Math.abs(before - after) < 1e-9) return undefined;
        return `other scores at places of padding changed the loss from ${before.toPrecision(4)} to ${after.toPrecision(4)}. What stands under a 0 of the mask must not count.`;
      },
    }),
    behaviour({
      title: 'knowing nothing costs log V',
      share: 0.1,
      holds: async (ask) => {
        const V = 11;
        const loss = lossOf(
          await ask({
            logits: tensor([2, 3, V], new Float64Array(6 * V)),
            targets: ints([2, 3], [1, 2, 3, 4, 0, 0]),
            mask: tensor([2, 3], [1, 1, 1, 1, 0, 0]),
          }),
        );
        if (Math.abs(loss - Math.log(V)) < 1e-9) return undefined;
        return `with equal scores for all ${String(V)} tokens the loss is ${loss.toPrecision(4)}, and it should be log ${String(V)} = ${Math.log(V).toPrecision(4)} nats, padding or not.`;
      },
    }),
  ],
};
