import { beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../src/core/files.js';
import { buildBox } from './box/build.mjs';
import type { LessonHome } from './lesson-home.js';
import { gradeSubmission } from './grade.js';
import { answersWith, rightAnswers, testHome } from './testing/lesson-home.js';

let home: LessonHome;

beforeAll(async () => {
  home = testHome();
  await buildBox(projectRoot());
});

const limits = { cpuMilliseconds: 1000, wallMilliseconds: 4000, megabytes: 128 };

/** Grades a text and gives back the task's verdict. */
async function verdictOn(text: string, id = 'softmax') {
  const report = await gradeSubmission({ path: 'a.ts', text }, home, { tasks: [id], limits });
  const [verdict] = report.tasks;
  if (verdict === undefined) throw new Error(`no verdict on ${id}`);
  return verdict;
}

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const softmaxAs = (code: string) => verdictOn(answersWith(body, code));

test('right answers earn all points, tasks in the order of the lesson', async () => {
  const report = await gradeSubmission({ path: 'a.ts', text: rightAnswers() }, home);
  expect(report).toMatchObject({ source: 'a.ts', lesson: '00-engine', points: 30, maxPoints: 30 });
  expect(report.tasks.map(({ id }) => id)).toEqual(['softmax', 'expectation', 'scale-backward']);
});

test('the same submission gives the same report, byte for byte, also with an empty cache', async () => {
  const text = answersWith("sum('B V -> B 1', e)", "sum('B V -> 1 V', e)");
  const one = await gradeSubmission({ path: 'a.ts', text }, home);
  const again = await gradeSubmission({ path: 'a.ts', text }, home);
  const fresh = await gradeSubmission({ path: 'a.ts', text }, testHome(), { parallel: 1 });
  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
  expect(JSON.stringify(fresh)).toBe(JSON.stringify(one));
});

test('a wrong function fails in its own task alone', async () => {
  const text = answersWith('return div(e', 'return mul(e');
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, home);
  expect(tasks.map(({ status }) => status)).toEqual(['failed', 'passed', 'passed']);
});

test('an earlier task cannot be had from a later one', async () => {
  const verdict = await softmaxAs(
    'return expectation(x, tf.ones([x.shape[1]])) as unknown as tf.Tensor2D;',
  );
  expect(verdict).toMatchObject({ status: 'failed', points: 0, check: 'allowed ways' });
  expect(verdict.message).toMatch(/^Line 7: softmax may not call expectation: .* on its own/);
});

test.each([
  [
    'over-the-batch',
    "const e = exp(sub(x, max('B V -> 1 V', x))); return div(e, sum('B V -> 1 V', e));",
  ],
  ['no-maximum', 'const e = exp(x); return tf.div(e, tf.sum(e, 1, true));'],
  [
    'detached',
    "const e = exp(sub(x, max('B V -> B 1', x))); const total = sum('B V -> B 1', e); return div(e, tf.tensor2d(Array.from(total.dataSync()), [x.shape[0], 1]));",
  ],
])('the slip %s is named from what it makes of the inputs', async (id, code) => {
  const verdict = await softmaxAs(code);
  expect(verdict).toMatchObject({ status: 'failed', mistake: id });
  expect(verdict.help).toHaveLength(3);
});

test('what a debug task gives out is unattempted until it is changed', async () => {
  const given = answersWith(
    "ds: sum('B D -> D', mul(column, x))",
    "ds: mean('B D -> D', mul(column, x))",
  )
    .replace('{ div,', '{ mean, div,')
    .replace(
      /^export function scaleBackward\([^)]*\): \{[^}]*\}/m,
      'export function scaleBackward(x: tf.Tensor2D, s: tf.Tensor1D, w: tf.Tensor1D) /* given */',
    );
  expect(await verdictOn(given, 'scale-backward')).toMatchObject({
    status: 'unattempted',
    points: 0,
  });
  const proof = { tasks: ['scale-backward'], gradeGiven: true };
  const { tasks } = await gradeSubmission({ path: 'a.ts', text: given }, home, proof);
  expect(tasks[0]).toMatchObject({ status: 'failed', mistake: 'mean-for-sum' });
  const changed = given.replace('const column', 'const unused = 1;\n  const column');
  expect(await verdictOn(changed, 'scale-backward')).toMatchObject({
    status: 'failed',
    mistake: 'mean-for-sum',
    points: 0,
  });
});

test('a stub is unattempted', async () => {
  const text = answersWith(body, "throw new Unsolved('softmax');").replace(
    '{ div,',
    '{ Unsolved, div,',
  );
  expect(await verdictOn(text)).toMatchObject({ status: 'unattempted', points: 0 });
});

test('an empty file and a missing function say so', async () => {
  expect((await verdictOn(' \n')).message).toContain('The file is empty');
  const verdict = await verdictOn(answersWith('export function softmax', 'function softmax'));
  expect(verdict).toMatchObject({ status: 'error', points: 0 });
  expect(verdict.message).toContain("one without export. Write 'export function softmax'");
  const renamed = await verdictOn(rightAnswers().replaceAll('softmax(', 'softMax('));
  expect(renamed.message).toMatch(/received only .*softMax.*under this very name/);
});

test('a syntax error shows the line and a caret', async () => {
  const verdict = await verdictOn(answersWith(body, 'const e = = 1;\n'));
  expect(verdict).toMatchObject({ status: 'error', check: 'syntax' });
  const [place = '', line = '', caret = '', remedy] = verdict.message.split('\n');
  expect(place).toMatch(/line 7, column \d+/);
  expect(line[caret.indexOf('^')]).toBe('=');
  expect(remedy).toMatch(/a bracket, quote or comma/);
});

test.each([
  ['x @ w', 'return x @ x;', /write einsum/],
  ['x[:, t]', 'return x[:, 0];', /no slices such as/],
  ['a const that is given another value', 'const e = x; e = x; return e;', /Declare with let/],
  ['+ between tensors', 'return exp(x + x);', /received a tensor\nWrite add, sub, mul or div/],
  ['/ of a tensor', 'return exp(x / 2);', /received a tensor\nWrite add, sub, mul or div/],
  ['a name in other capitals', 'return tf.matmul(x, x);', /Check its spelling, capitals too/],
])('%s is answered with what TypeScript has instead', async (_what, code, remedy) => {
  expect((await verdictOn(answersWith(body, code))).message).toMatch(remedy);
});

test('a type error is graded by what the code does', async () => {
  const text = answersWith('const e = exp(sub', 'const wrong: string = 1;\n  const e = exp(sub');
  expect(await verdictOn(text)).toMatchObject({ status: 'passed' });
});

test.each([
  ['a loop without end', 'for (;;);', 'timeout', /a loop that does not end/],
  [
    'an await that nothing settles',
    'return new Promise(() => setInterval(() => {}, 9)) as never;',
    'timeout',
    /await/,
  ],
  [
    'a list without end',
    'const all = []; for (;;) all.push(new Array(1e5).fill(1.5));',
    'out-of-memory',
    /128 MB/,
  ],
  [
    'tensors without end',
    'const all = []; for (;;) all.push(tf.ones([1000, 1000]));',
    'out-of-memory',
    /128 MB/,
  ],
  ['a throw', "throw new Error('odd');", 'error', /Error at line 7: odd/],
] as const)('%s ends as such', async (_, code, status, message) => {
  const verdict = await softmaxAs(`${code}\n`);
  expect(verdict).toMatchObject({ status, points: 0 });
  expect(verdict.message).toMatch(message);
});

test('a promise that waits for nothing is no answer', async () => {
  const verdict = await softmaxAs('return new Promise(() => {}) as never;\n');
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
  expect(verdict.message).toContain('a promise that settles');
});

test('a promise of the right answer is none', async () => {
  const verdict = await verdictOn(
    answersWith('export function softmax', 'export async function softmax'),
  );
  expect(verdict).toMatchObject({ status: 'failed', points: 0, check: 'contract on 1 input' });
  expect(verdict.message).toContain('received a promise of it');
});

test('an import that is not allowed costs the task that uses it, and no other', async () => {
  const text = `import { EOL } from 'node:os';\n${answersWith(body, 'return EOL ? x : x;\n')}`;
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, home);
  expect(tasks.map(({ points }) => points)).toEqual([0, 10, 10]);
  expect(tasks[0]?.message).toMatch(
    /^Line 1: softmax uses EOL from "node:os".* Import from @tensor/,
  );
});

test.each([
  'return tf.softmax(x);',
  'return (tf as any)["soft" + "max"](x);',
  'const t = tf; const { softmax: s } = t; return s(x);',
  'return (x as any).softmax();',
])('%s is refused by name', async (code) => {
  const verdict = await softmaxAs(`${code}\n`);
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
  expect(verdict.message).toContain('softmax');
});

test('what the code printed is kept', async () => {
  const verdict = await softmaxAs("console.log('here', 3); return x;\n");
  expect(verdict.output).toContain('here 3');
});
