import {
  behaviour,
  contract,
  fixture,
  randomTensor,
  seeded,
  tensor,
  values,
  type Draws,
  type Task,
  type TensorValue,
} from '../../../grader/checks/index.js';
import { drawFar } from '../../drawn.js';
import { knownAnswer, sameAnswer } from '../../laws.js';
import { mapEntries, scalarOf } from '../../values.js';

/**
 * A draw that falls into the piece of the token that is `rank`-th likeliest: 0 is the likeliest.
 */
function drawInto(rng: Draws, draw: () => TensorValue, temperature: number, rank: number) {
  for (;;) {
    const logits = draw();
    const scores = Array.from(logits.data, (score) => score / temperature);
    const e = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const p = e.map((part) => part / e.reduce((sum, other) => sum + other, 0));
    const [at = 0] = p
      .map((_, id) => id)
      .sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0))
      .slice(rank);
    const below = p.slice(0, at).reduce((sum, mass) => sum + mass, 0);
    const u = below + (0.2 + 0.6 * rng.uniform()) * (p[at] ?? 0);
    // An even ruler, which looks at no score, has to show another token there.
    if (Math.floor(u * p.length) !== at) return { logits, temperature, u };
  }
}

const drawn = seeded(
  14,
  (rng, i) => drawInto(rng, () => randomTensor(rng, [7]), 0.5 + 2 * rng.uniform(), i % 7),
  'drawn scores',
);
const far = seeded(
  3,
  (rng, i) => drawInto(rng, () => drawFar(rng, [7]), [1, 2, 0.01][i] ?? 1, [1, 2, 0][i] ?? 0),
  'scores far apart',
);

const even = (score: number, u: number) => ({
  logits: tensor([8], new Float64Array(8).fill(score)),
  temperature: 1,
  u,
});
const ends = [
  { name: 'eight equal scores and u = 0', args: even(0, 0) },
  { name: 'eight equal scores and u = 0.999', args: even(0, 0.999) },
];
const boundaries = seeded(
  4,
  (rng, i) => even(rng.normal(), (2 * i + rng.int(2)) / 8),
  'eight equal scores',
);

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
      cases: [...fixture('01-rnn/sample-next'), ...drawn, ...far],
      share: 0.5,
    }),
    values({
      title: 'values at the boundaries',
      cases: [...ends, ...boundaries, ...drawn.slice(0, 4)],
      share: 0.1,
    }),
    sameAnswer({
      title: 'adding 10 to every score changes nothing',
      share: 0.1,
      ask: (rng) => {
        const asked = { logits: randomTensor(rng, [7], 2), temperature: 0.7, u: rng.uniform() };
        return [asked, { ...asked, logits: mapEntries(asked.logits, (score) => score + 10) }];
      },
      what: 'adding 10 to every score',
      why: 'The softmax does not see such a shift.',
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
    knownAnswer({
      title: 'the largest draw gives a token too',
      share: 0.1,
      // Ten times 0.1, added one after the other, is less than 1 in floats.
      ask: () => ({
        args: { logits: tensor([10], new Float64Array(10)), temperature: 1, u: 1 - 2 ** -53 },
        right: 9,
      }),
      says: (_, id) =>
        `ten equal scores and u = 1 - 2^-53, the largest there is below 1, gave ${String(scalarOf(id))}, and should give the last token, 9. Rounded, the probabilities add up to a hair less than 1, so no running sum need exceed u.`,
    }),
  ],
};
