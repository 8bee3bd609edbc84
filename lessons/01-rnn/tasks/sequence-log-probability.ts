import { ints, law, seeded, tensor, type Task } from '../../../grader/checks/index.js';
import { knownAnswer } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { mapEntries, scalarOf, stepsOf } from '../../values.js';
import { drawScored, drawnScored } from '../draw.js';

const allPadding = seeded(
  1,
  (rng) => {
    const { logits, targets, mask } = drawScored(rng);
    return { logits, targets, mask: mapEntries(mask, (real, at) => (at < 5 ? 0 : real)) };
  },
  'a drawn line of padding alone',
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
    "Take the log-probability of each target with pick, as in sequenceLoss, so that you have [B, T]. Multiply by the mask, and sum over time alone: sum('B T -> B', ...).",
  ],
  equivalentEdits: {
    "0 becomes 1: masked(logits, rearrange('B T -> B T 1', mask), 0)":
      'Any finite number does: the mask takes what comes of it out again.',
  },
  checks: [
    ...layerChecks({
      known: '01-rnn/sequence-log-probability',
      drawn: [...drawnScored, ...allPadding],
      axes: { '': 'B' },
      withRespectTo: ['logits'],
      shares: { values: 0.4, gradient: 0.2 },
    }),
    law({
      title: 'the parts of a line add up to the line',
      share: 0.2,
      holds: async (ask, rng) => {
        const line = drawScored(rng, { B: 1, T: 7, V: 5 });
        const part = async (from: number, to: number) => {
          const cut = Object.entries(line).map(
            ([key, of]) => [key, stepsOf(of, from, to)] as const,
          );
          return scalarOf(await ask(Object.fromEntries(cut)));
        };
        const [whole, first, second] = [await part(0, 7), await part(0, 3), await part(3, 7)];
        if (Math.abs(whole - first - second) < 1e-9) return undefined;
        return `seven places at once gave ${whole.toPrecision(4)}, the first three ${first.toPrecision(4)} and the other four ${second.toPrecision(4)}. Logarithms of probabilities add up, so the last two should sum to the first.`;
      },
    }),
    knownAnswer({
      title: 'a line of 500 tokens has one too',
      share: 0.2,
      ask: () => ({
        args: {
          logits: tensor([1, 500, 7], new Float64Array(3500)),
          targets: ints([1, 500], new Float64Array(500).fill(3)),
          mask: tensor([1, 500], new Float64Array(500).fill(1)),
        },
        right: -500 * Math.log(7),
      }),
      of: scalarOf,
      says: (_, logp) =>
        `500 tokens, each with probability 1 / 7, have a log-probability of -500 log 7 = ${(-500 * Math.log(7)).toPrecision(4)} nats; yours is ${scalarOf(logp).toPrecision(4)}. The probability itself is about 3e-423, which no float can hold.`,
    }),
  ],
};
