import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradeApart, Graders } from './grade-apart.js';
import type { Spent } from '../../grader/spending.js';
import { GraderProcess } from './grader-process.js';

const folder = mkdtempSync(join(tmpdir(), 'unroll-graders-'));
const program = join(folder, 'grader.mjs');

/**
 * A grader whose files are called after what happens to it over them; its answer tells what it was
 * given.
 */
const text = `
const hang = () => { for (;;); };
const grow = () => { const kept = []; for (;;) kept.push(new Array(1000).fill(1.5)); };
const crash = () => process.exit(3);
const acts = {
  'hangs while it opens': () => hang(),
  'crashes while it opens': () => crash(),
  'hangs while it reads': ({ reading }) => reading(hang),
  'grows while it reads': ({ reading }) => reading(grow),
  'hangs over a': ({ judging }) => { judging(['b']); judging(['a'], hang); },
  'hangs over a, with b beside it': ({ judging, job }) => {
    if (job.parallel > 1) judging(['a', 'b'], hang);
    judging(['b']); judging(['a'], hang);
  },
  'crashes over a': ({ judging }) => { judging(['b']); judging(['a'], crash); },
  'is fine': ({ judging }) => { judging(['a']); judging(['b']); },
};
process.on('disconnect', () => process.exit());
process.on('message', (job) => {
  const has = (id) => job.settled.some((verdict) => verdict.id === id);
  const stakes = (ids) => ids.map((id) => ({ id, points: 10 }));
  const settled = [...job.settled];
  const reading = (then) => {
    if (has('a')) return;
    process.send({ kind: 'at', work: 'reading', stakes: stakes(['a', 'b']) });
    then();
  };
  const judging = (ids, then) => {
    const left = ids.filter((id) => !has(id));
    if (left.length === 0) return;
    process.send({ kind: 'at', work: 'judging', stakes: stakes(left) });
    then?.();
    for (const id of left) {
      const verdict = { id, status: 'passed', points: 10 };
      settled.push(verdict);
      process.send({ kind: 'settled', verdict, milliseconds: 7 });
    }
  };
  acts[job.source]({ job, reading, judging });
  process.send({ kind: 'graded', graded: { report: { tasks: settled, spent: job.spent, pid: process.pid }, isKnown: false } });
});`;

const limits = { cpuMilliseconds: 400, wallMilliseconds: 20_000, megabytes: 200 };
const graders = new Graders(() => new GraderProcess(program, limits));

beforeAll(() => {
  writeFileSync(program, text);
});

afterAll(async () => {
  await graders.close();
  rmSync(folder, { recursive: true });
});

const grade = (source: string) =>
  gradeApart(graders, { source, parallel: 2, again: false, seed: 1, settled: [], spent: {} });

const passed = (id: string) => ({ id, status: 'passed', points: 10 });
const lost = (id: string, status: string, message: string) => ({
  id,
  status,
  points: 0,
  maxPoints: 10,
  message: expect.stringMatching(message) as string,
  passed: [],
  help: [],
});

test('a file that cannot be opened in time is refused with the reason', async () => {
  expect(await grade('hangs while it opens')).toEqual({
    refused: {
      source: 'hangs while it opens',
      message: expect.stringMatching(
        'a file that can be opened within 0.4 s of computing, received one that takes longer. Ask',
      ) as string,
    },
  });
  expect(await grade('crashes while it opens')).toMatchObject({
    refused: { message: expect.stringMatching('received one over which that ended') as string },
  });
});

test.each([
  ['hangs while it reads', 'timeout', 'can be read within 0.4 s of computing, received one that'],
  ['grows while it reads', 'out-of-memory', 'can be read within 200 MB of memory, received one'],
])('over a file that %s each task ends as %s', async (source, status, message) => {
  expect(await grade(source)).toMatchObject({
    report: { tasks: [lost('a', status, message), lost('b', status, message)] },
  });
});

test.each([
  ['hangs over a', 'timeout', 'can be judged within 0.4 s of computing, received one that takes'],
  ['hangs over a, with b beside it', 'timeout', 'can be judged within 0.4 s of computing'],
  [
    'crashes over a',
    'killed',
    'can be judged, received one over which that ended \\(exit status 3',
  ],
])('where it %s, that task alone is lost', async (source, status, message) => {
  expect(await grade(source)).toMatchObject({
    report: { tasks: [passed('b'), lost('a', status, message)] },
  });
});

test('what an ended process spent on a file counts for the next one', async () => {
  const { report } = (await grade('hangs over a')) as unknown as { report: { spent: Spent } };
  expect(report.spent).toEqual({ b: 7, a: expect.closeTo(450, -2) as number });
});

test('a process that is well is kept for the next file', async () => {
  const [first, second] = [await grade('is fine'), await grade('is fine')];
  expect(first).toEqual(second);
  expect(first).toMatchObject({ report: { tasks: [passed('a'), passed('b')] } });
});
