import { loadFixture } from '../../../fixtures/load.js';
import {
  behaviour,
  contract,
  fixtureCases,
  law,
  randomTensor,
  seeded,
  tensor,
  values,
  type Case,
  type Task,
} from '../../../grader/checks/index.js';

const known = fixtureCases(loadFixture('01-rnn/sample-next.json'));
const drawn = seeded(
  12,
  (rng) => ({
    logits: randomTensor(rng, [7], 2),
    temperature: 0.25 + 2 * rng.uniform(),
    u: rng.uniform(),
  }),
  'drawn scores',
);

const even = (u: number): Case => ({
  name: `four equal scores and u = ${String(u)}`,
  args: { logits: tensor([4], [0, 0, 0, 0]), temperature: 1, u },
});
const boundaries = [even(0), even(0.25), even(0.5), even(0.75), even(0.999)];

export const sampleNext: Task = {
  id: 'sample-next',
  title: 'Draw the next letter',
  from: 'src/decode/sampling.ts',
  name: 'sampleNext',
  kind: 'transfer',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: ['tf.multinomial'],
  hints: [
    'Lay the probabilities end to end on a ruler from 0 to 1. u is a place on the ruler. Whose piece is it in?',
    'Divide the scores by the temperature, take the softmax (core has the one for [B, V]: a batch of one will do), and read it out with dataSync().',
    'Walk through the probabilities with a running sum: add first, then compare, and return the id at which the sum is larger than u.',
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1) }),
    values({
      title: 'values on draws at several temperatures',
      cases: [...known, ...drawn],
      share: 0.5,
    }),
    values({ title: 'values at the boundaries', cases: boundaries, share: 0.1 }),
    law({
      title: 'adding 10 to every score changes nothing',
      share: 0.1,
      holds: async (ask, rng) => {
        const logits = randomTensor(rng, [7], 2);
        const more = tensor(
          [7],
          logits.data.map((score) => score + 10),
        );
        for (let i = 0; i < 10; i++) {
          const u = (i + 0.5) / 10;
          const one = Number(await ask({ logits, temperature: 0.7, u }));
          const other = Number(await ask({ logits: more, temperature: 0.7, u }));
          if (one !== other)
            return `with u = ${String(u)} it drew ${String(one)}, and ${String(other)} when 10 was added to every score. The softmax does not see such a shift.`;
        }
        return undefined;
      },
    }),
    behaviour({
      title: 'each token as often as its probability says, in 40 draws',
      share: 0.2,
      holds: async (ask) => {
        const p = [0.05, 0.4, 0.25, 0.3];
        const logits = tensor([4], p.map(Math.log));
        const counts = [0, 0, 0, 0];
        for (let i = 0; i < 40; i++) {
          const id = Number(await ask({ logits, temperature: 1, u: (i + 0.5) / 40 }));
          counts[id] = (counts[id] ?? 0) + 1;
        }
        const off = counts.findIndex((count, id) => Math.abs(count - 40 * (p[id] ?? 0)) > 1);
        if (off < 0) return undefined;
        return `u was moved evenly through [0, 1) in 40 steps. Token ${String(off)} has probability ${String(p[off] ?? 0)} and was drawn ${String(counts[off])} times.`;
      },
    }),
    behaviour({
      title: 'the largest draw gives a token too',
      share: 0.1,
      holds: async (ask) => {
        // Ten times 0.1, added one after the other, is less than 1 in floats.
        const u = 1 - 2 ** -53;
        const logits = tensor([10], new Float64Array(10));
        const id = Number(await ask({ logits, temperature: 1, u }));
        if (id === 9) return undefined;
        return `ten equal scores and u = ${String(u)}, the largest there is below 1, gave ${String(id)}, and should give the last token, 9. Rounded, the probabilities add up to a hair less than 1, so no running sum need exceed u.`;
      },
    }),
  ],
};
