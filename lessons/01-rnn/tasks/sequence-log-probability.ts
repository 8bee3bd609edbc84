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
  type Task,
} from '../../../grader/checks/index.js';
import { drawMask, stepsOf, tensorOf } from '../../values.js';

const known = fixtureCases(loadFixture('01-rnn/sequence-log-probability.json'));
const drawn = seeded(
  3,
  (rng) => ({
    logits: randomTensor(rng, [3, 5, 7], 2),
    targets: randomInts(rng, [3, 5], 1, 7),
    mask: drawMask(rng, 3, 5),
  }),
  'drawn scores',
);

export const sequenceLogProbability: Task = {
  id: 'sequence-log-probability',
  title: 'Which line is likelier?',
  from: 'src/train/losses.ts',
  name: 'sequenceLogProbability',
  kind: 'transfer',
  core: false,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: ['tf.losses'],
  hints: [
    'You have nearly written it: sequenceLoss adds up the same log-probabilities. What differs: over what is added, by what is divided, and the sign.',
    'The probability of a line is the product of the probabilities of its tokens. Its logarithm is the sum of their logarithms, which logSoftmax gives without ever making a probability.',
    "Pick the log-probability of each target with a one-hot, as in sequenceLoss, so that you have [B, T]. Multiply by the mask, and sum over time alone: sum('B T -> B', ...).",
  ],
  checks: [
    contract({ cases: drawn, axes: { '': 'B' } }),
    values({ cases: [...known, ...drawn], share: 0.4 }),
    gradient({ cases: known, withRespectTo: ['logits'], share: 0.2 }),
    law({
      title: 'the parts of a line add up to the line',
      share: 0.2,
      holds: async (ask, rng) => {
        const logits = randomTensor(rng, [1, 7, 5], 2);
        const targets = randomInts(rng, [1, 7], 1, 5);
        const mask = tensor([1, 7], [1, 1, 1, 1, 1, 0, 0]);
        const part = async (from: number, to: number) =>
          tensorOf(
            await ask({
              logits: stepsOf(logits, from, to),
              targets: ints([1, to - from], targets.data.slice(from, to)),
              mask: tensor([1, to - from], mask.data.slice(from, to)),
            }),
          ).data[0] ?? NaN;
        const [whole, first, second] = [await part(0, 7), await part(0, 3), await part(3, 7)];
        if (Math.abs(whole - first - second) < 1e-9) return undefined;
        return `seven places at once gave ${whole.toPrecision(4)}, the first three ${first.toPrecision(4)} and the other four ${second.toPrecision(4)}. Logarithms of probabilities add up, so the last two should sum to the first.`;
      },
    }),
    behaviour({
      title: 'a line of 500 tokens has one too',
      share: 0.2,
      holds: async (ask) => {
        const [T, V] = [500, 7];
        const answer = await ask({
          logits: tensor([1, T, V], new Float64Array(T * V)),
          targets: ints([1, T], new Float64Array(T).fill(3)),
          mask: tensor([1, T], new Float64Array(T).fill(1)),
        });
        const logp = tensorOf(answer).data[0] ?? NaN;
        const expected = -T * Math.log(V);
        if (Math.abs(logp - expected) < 1e-6) return undefined;
        return `500 tokens, each with probability 1 / 7, have a log-probability of -500 log 7 = ${expected.toPrecision(4)} nats; yours is ${logp.toPrecision(4)}. The probability itself is about 3e-423, which no float can hold.`;
      },
    }),
  ],
};
