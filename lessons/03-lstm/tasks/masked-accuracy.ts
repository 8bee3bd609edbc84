import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  ints,
  law,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  values,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { drawMask, tensorOf } from '../../values.js';

/** Scores of C classes, and targets of which about half are the class with the highest score. */
function draw(rng: Draws, B: number, T: number, C: number) {
  const logits = randomTensor(rng, [B, T, C], 2);
  const others = randomInts(rng, [B, T], 0, C);
  const targets = others.data.map((other, at) => {
    const scores = [...logits.data.slice(at * C, (at + 1) * C)];
    return rng.uniform() < 0.5 ? scores.indexOf(Math.max(...scores)) : other;
  });
  return { logits, targets: ints([B, T], targets), mask: drawMask(rng, B, T) };
}

const known = fixtureCases(loadFixture('03-lstm/masked-accuracy.json'));
const drawn = seeded(3, (rng, i) => draw(rng, 3 + i, 11, 5), 'drawn scores');

const shareOf = (value: Value) => tensorOf(value).data[0] ?? NaN;

export const maskedAccuracy: Task = {
  id: 'masked-accuracy',
  title: 'Right answers per real word',
  from: 'src/metrics/masked-accuracy.ts',
  name: 'maskedAccuracy',
  kind: 'debug',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: [],
  hints: [
    'Run it on a batch of lines that are equally long: it is right there. What changes when one line is longer than another?',
    'Take a line of one word, tagged rightly, and a line of nine, none of them right. Of ten words one is right. What does the stub say, and which two numbers does it weigh alike?',
    'Do not divide line by line. Add up the right words of the whole batch, add up its real words, and divide once.',
  ],
  wrongVersion: 'mean-of-the-lines',
  checks: [
    contract({ cases: drawn, axes: { '': '' } }),
    values({ cases: [...known, ...drawn], share: 0.6 }),
    law({
      title: 'padding changes nothing',
      share: 0.2,
      holds: async (ask, rng) => {
        const { logits, targets, mask } = draw(rng, 3, 7, 5);
        const real = (at: number) => mask.data[at] === 1;
        const scores = logits.data.map((score, i) => (real(Math.floor(i / 5)) ? score : -score));
        const other = targets.data.map((target, at) => (real(at) ? target : (target + 1) % 5));
        const before = shareOf(await ask({ logits, targets, mask }));
        const after = shareOf(
          await ask({ logits: tensor([3, 7, 5], scores), targets: ints([3, 7], other), mask }),
        );
        if (Math.abs(before - after) < 1e-9) return undefined;
        return `other scores and targets at places of padding changed the accuracy from ${before.toPrecision(4)} to ${after.toPrecision(4)}. What stands under a 0 of the mask must not count.`;
      },
    }),
    law({
      title: 'it does not matter how words are spread over lines',
      share: 0.2,
      holds: async (ask, rng) => {
        const { logits, targets, mask } = draw(rng, 3, 7, 5);
        const lines = shareOf(await ask({ logits, targets, mask }));
        const inOne = shareOf(
          await ask({
            logits: tensor([1, 21, 5], logits.data),
            targets: ints([1, 21], targets.data),
            mask: tensor([1, 21], mask.data),
          }),
        );
        if (Math.abs(lines - inOne) < 1e-9) return undefined;
        return `three lines gave ${lines.toPrecision(4)}, and the same words laid end to end in one line gave ${inOne.toPrecision(4)}. They are the same words with the same answers: each is to count once.`;
      },
    }),
  ],
};
