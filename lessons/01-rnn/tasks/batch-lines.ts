import {
  contract,
  ints,
  law,
  seeded,
  tensor,
  values,
  type Case,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { tensorOf } from '../../values.js';

const twoLines: Case = {
  name: 'the lines [5, 6, 7, 3] and [8, 9]',
  args: {
    lines: [
      [5, 6, 7, 3],
      [8, 9],
    ],
    options: {},
  },
  expected: {
    inputs: ints([2, 3], [5, 6, 7, 8, 0, 0]),
    targets: ints([2, 3], [6, 7, 3, 9, 0, 0]),
    mask: tensor([2, 3], [1, 1, 1, 1, 0, 0]),
  },
};

const cut: Case = {
  name: 'at most 2 steps of [5, 6, 7, 8]',
  args: { lines: [[5, 6, 7, 8]], options: { maxLength: 2 } },
  expected: {
    inputs: ints([1, 2], [5, 6]),
    targets: ints([1, 2], [6, 7]),
    mask: tensor([1, 2], [1, 1]),
  },
};

const oneStep: Case = {
  name: 'at most 1 step of [5, 6, 7] and [8, 9]',
  args: {
    lines: [
      [5, 6, 7],
      [8, 9],
    ],
    options: { maxLength: 1 },
  },
  expected: {
    inputs: ints([2, 1], [5, 8]),
    targets: ints([2, 1], [6, 9]),
    mask: tensor([2, 1], [1, 1]),
  },
};

const nothingToPredict: Case = {
  name: 'a line of one token and an empty one',
  args: { lines: [[3, 4], [5], []], options: {} },
  expected: {
    inputs: ints([3, 1], [3, 0, 0]),
    targets: ints([3, 1], [4, 0, 0]),
    mask: tensor([3, 1], [1, 0, 0]),
  },
};

const roomToSpare: Case = {
  name: 'a limit beyond the longest line',
  args: { lines: [[2, 3, 4], [5]], options: { maxLength: 7 } },
  expected: {
    inputs: ints([2, 2], [2, 3, 0, 0]),
    targets: ints([2, 2], [3, 4, 0, 0]),
    mask: tensor([2, 2], [1, 1, 0, 0]),
  },
};

/** Lines of 2 to 9 tokens. */
function drawLines(rng: Draws, count: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + rng.int(8) }, () => 1 + rng.int(30)),
  );
}

const drawn = [
  ...seeded(2, (rng) => ({ lines: drawLines(rng, 5), options: {} }), 'drawn lines'),
  ...seeded(2, (rng) => ({ lines: drawLines(rng, 5), options: { maxLength: 3 } }), 'cut lines'),
];

const part = (answer: Value, key: string) =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

export const batchLines: Task = {
  id: 'batch-lines',
  title: 'Lines of different lengths in one batch',
  from: 'src/text/batch-lines.ts',
  name: 'batchLines',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: [],
  hints: [
    'Write the line [5, 6, 7] on paper, and under each token the token that follows. What is left over at the end?',
    'Of each line, inputs leave out the last token and targets leave out the first: line.slice(0, -1) and line.slice(1). T comes from the longest line.',
    "Fill both with zeros up to T, as in Array.from({ length: T }, (_, t) => ids[t] ?? 0). The mask is 1 where the padded target is not 0. tf.tensor2d takes the type as its third argument, after the shape: 'int32'.",
  ],
  equivalentEdits: {
    '0 becomes 1: lines.reduce((most, line) => Math.max(most, line.length), 0)':
      'Only a batch without a single token differs, and it is refused all the same.',
    '&& becomes ||: maxLength >= 1 && (Number.isInteger(maxL ...  === Infinity)':
      'Only limits that are refused differ; what a wrong limit does is not part of the task.',
  },
  checks: [
    contract({
      cases: drawn.slice(0, 1),
      axes: { inputs: 'B T', targets: 'B T', mask: 'B T' },
    }),
    values({ title: 'values on two short lines', cases: [twoLines], share: 0.3 }),
    values({
      title: 'values on lines to be cut or with nothing to predict',
      cases: [cut, oneStep, roomToSpare, nothingToPredict],
      share: 0.3,
    }),
    values({ cases: drawn, share: 0.2, title: 'values on 4 batches of drawn lines' }),
    law({
      title: 'what follows an input is its target',
      share: 0.1,
      holds: async (ask, rng) => {
        const answer = await ask({ lines: drawLines(rng, 3), options: {} });
        const inputs = part(answer, 'inputs');
        const targets = part(answer, 'targets');
        const T = inputs.shape[1] ?? 0;
        const broken = Array.from(inputs.data).findIndex(
          (id, i) => i % T > 0 && id !== 0 && id !== targets.data[i - 1],
        );
        if (broken < 0) return undefined;
        const where = `row ${String(Math.floor(broken / T))}, step ${String(broken % T)}`;
        return `the input at ${where} is not the target of the step before it. In a line they are one and the same token.`;
      },
    }),
    law({
      title: 'as many ones in the mask as tokens to predict',
      share: 0.1,
      holds: async (ask, rng) => {
        const lines = drawLines(rng, 7);
        const mask = part(await ask({ lines, options: {} }), 'mask');
        const ones = mask.data.reduce((total, value) => total + value, 0);
        const expected = lines.reduce((total, line) => total + line.length - 1, 0);
        if (ones === expected) return undefined;
        return `seven lines with ${String(expected)} tokens to predict, and a mask that sums to ${String(ones)}. A line of n tokens has n - 1 that follow another.`;
      },
    }),
  ],
};
