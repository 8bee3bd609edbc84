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
} from '../../../grader/checks/index.js';
import { knownAnswer } from '../../laws.js';
import { partOf, scalarOf, sumOf, tensorOf } from '../../values.js';

/** Rows of ids: '5 6 7, 8 9'. */
const rows = (text: string) =>
  text.split(', ').map((row) => row.split(' ').filter(Boolean).map(Number));

/** A batch whose inputs and targets are written out; the mask is 1 where there is a target. */
const of = (lines: string, inputs: string, targets: string, maxLength?: number): Case => {
  const [read, next] = [rows(inputs), rows(targets)];
  const [B, T] = [read.length, read[0]?.length ?? 0];
  const mask = next.flat().map((id) => Math.min(id, 1));
  const limit = maxLength === undefined ? '' : `, at most ${String(maxLength)} steps`;
  return {
    name: `the lines ${lines}${limit}`,
    args: { lines: rows(lines), options: maxLength === undefined ? {} : { maxLength } },
    expected: {
      inputs: ints([B, T], read.flat()),
      targets: ints([B, T], next.flat()),
      mask: tensor([B, T], mask),
    },
  };
};

const twoLines = of('5 6 7 3, 8 9', '5 6 7, 8 0 0', '6 7 3, 9 0 0');
const odd = [
  of('5 6 7 8', '5 6', '6 7', 2),
  of('5 6 7, 8 9', '5, 8', '6, 9', 1),
  of('2 3 4, 5', '2 3, 0 0', '3 4, 0 0', 7),
  of('3 4, 5, ', '3, 0, 0', '4, 0, 0'),
];

/** Lines of 2 to 9 tokens. */
function drawLines(rng: Draws, count: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + rng.int(8) }, () => 1 + rng.int(30)),
  );
}

const drawn = seeded(3, (rng) => ({ lines: drawLines(rng, 5), options: {} }), 'drawn lines');
const drawnOdd = seeded(
  4,
  (rng, i) => ({
    lines: [...drawLines(rng, 4), [1 + rng.int(30)], []],
    options: i % 2 === 0 ? {} : { maxLength: 2 + rng.int(3) },
  }),
  'drawn lines and very short ones',
);

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
      cases: [...drawn.slice(0, 1), ...drawnOdd.slice(0, 1)],
      axes: { inputs: 'B T', targets: 'B T', mask: 'B T' },
    }),
    values({ title: 'values on lines', cases: [twoLines, ...drawn], share: 0.4 }),
    values({
      title: 'values on lines to be cut or with nothing to predict',
      cases: [...odd, ...drawnOdd],
      share: 0.4,
    }),
    law({
      title: 'what follows an input is its target',
      share: 0.1,
      holds: async (ask, rng) => {
        const answer = await ask({ lines: drawLines(rng, 3), options: {} });
        const { shape, data } = tensorOf(partOf(answer, 'inputs'));
        const targets = tensorOf(partOf(answer, 'targets')).data;
        const T = shape[1] ?? 0;
        const broken = data.findIndex((id, i) => i % T > 0 && id !== 0 && id !== targets[i - 1]);
        if (broken < 0) return undefined;
        const where = `row ${String(Math.floor(broken / T))}, step ${String(broken % T)}`;
        return `the input at ${where} is not the target of the step before it. In a line they are one and the same token.`;
      },
    }),
    knownAnswer({
      title: 'as many ones in the mask as tokens to predict',
      share: 0.1,
      ask: (rng) => {
        const lines = drawLines(rng, 7);
        return { args: { lines, options: {} }, right: lines.flat().length - 7 };
      },
      of: (answer) => sumOf(partOf(answer, 'mask')),
      says: (off, ones) =>
        `the mask of seven lines sums to ${String(scalarOf(ones))}, which is ${off} off the number of tokens to predict. A line of n tokens has n - 1 that follow another.`,
    }),
  ],
};
