import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answersWith, rightAnswers } from '../grader/testing/lesson-home.js';
import type { GradeReport } from '../grader/verdict.js';
import { builtCommand, freshClone, type Clone } from './testing/clone.js';
import { openTerminal } from './testing/terminal.js';

let command: string;
let clone: Clone;

beforeAll(async () => {
  command = await builtCommand();
});

afterAll(() => {
  rmSync(dirname(command), { recursive: true });
});

beforeEach(() => {
  clone = freshClone(command);
  clone.write(rightAnswers());
  return () => {
    rmSync(clone.folder, { recursive: true });
  };
});

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const wrong = answersWith(body, 'const e = exp(x);\n  return tf.div(e, tf.sum(e, 1, true));\n');

const report = (stdout: string) => JSON.parse(stdout) as GradeReport;

test('check of right answers says so and exits with 0', async () => {
  const { status, stdout } = await clone.run('check', 'softmax');
  expect(stdout).toContain('✔ softmax  10 of 10 points');
  expect(status).toBe(0);
  const all = await clone.run('check');
  expect(all.stdout).toContain('30 of 30 points');
  expect(all.status).toBe(0);
});

test('an exercise file is named by its path too, and only the own one', async () => {
  const { stdout, status } = await clone.run('check', 'exercises/00-engine.ts');
  expect(stdout).toContain('30 of 30 points');
  expect(status).toBe(0);
  const other = await clone.run('check', 'elsewhere/00-engine.ts');
  expect(other.stderr).toContain("'./unroll grade elsewhere/00-engine.ts' grades other files");
  expect(other.status).toBe(2);
});

test('what a function printed is shown when it passes too', async () => {
  clone.write(
    answersWith(body, "console.log('here');\n  return tf.exp(x) as never;\n").replace(
      'return tf.exp(x) as never;',
      "const e = exp(sub(x, max('B V -> B 1', x)));\n  return div(e, sum('B V -> B 1', e));",
    ),
  );
  const { stdout } = await clone.run('check', 'softmax');
  expect(stdout).toMatch(/✔ softmax {2}10 of 10 points\n {2}Your code printed:\n {2}\| here/);
});

test('a listing says what is done, what is left and what comes next', async () => {
  await clone.run('check', 'softmax');
  const { stdout } = await clone.run('list');
  expect(stdout).toMatch(/softmax .* passed/);
  expect(stdout).toContain(
    '10 of 30 points; 1 of 3 tasks passed; core tasks left: 2, about 2 minutes',
  );
  expect(stdout).toContain('Next: expectation, in exercises/00-engine.ts; then ./unroll check exp');
  expect(stdout).not.toContain('has changed since');
  clone.write(wrong);
  expect((await clone.run('list')).stdout).toContain(
    'the file has changed since these passed: softmax; ./unroll check 00-engine looks again',
  );
  await clone.run('check');
  const later = await clone.run('list');
  expect(later.stdout).toMatch(/softmax .* of 10 points, 1 try\n/);
  expect(later.stdout).toContain('Next: softmax');
});

test('a listing names the further pages of a lesson', async () => {
  expect((await clone.run('list')).stdout).not.toContain('further page');
  const folder = join(clone.folder, 'lessons/00-engine/further');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'more.md'), '---\ntitle: "More: of it"\n---\n');
  const { stdout } = await clone.run('list');
  expect(stdout).toContain('\nfurther page: More: of it, notebooks/00-more.ipynb\n');
  const { lessons } = JSON.parse((await clone.run('list', '--json')).stdout) as {
    readonly lessons: readonly unknown[];
  };
  expect(lessons[0]).toMatchObject({
    further: [{ notebook: 'notebooks/00-more.ipynb', title: 'More: of it' }],
  });
});

test('help grows with the tries on different texts, and the same text counts once', async () => {
  const texts = [wrong, wrong, `${wrong}\n// again`, `${wrong}\n// and again`];
  const shown: number[] = [];
  for (const text of texts) {
    clone.write(text);
    const { status, stdout } = await clone.run('check', 'softmax');
    expect(status).toBe(1);
    shown.push(stdout.split('→').length - 1);
  }
  expect(shown).toEqual([1, 1, 2, 3]);
  const list = await clone.run('list');
  expect(list.stdout).toMatch(/softmax .* 3 tries/);
});

test('another folder can stand in for the exercises, and counts no tries', async () => {
  clone.write(wrong);
  mkdirSync(join(clone.folder, 'solutions'));
  writeFileSync(join(clone.folder, 'solutions', '00-engine.ts'), rightAnswers());
  const { status } = await clone.runWith({ UNROLL_EXERCISES: 'solutions' }, 'check', 'softmax');
  expect(status).toBe(0);
  expect((await clone.run('list')).stdout).toContain('0 of 3 tasks passed');
});

test('hints come one after the other, then all', async () => {
  const first = await clone.run('hint', 'softmax');
  expect(first.stdout).toBe('softmax 1/2: Which axis sums to one?\n');
  expect((await clone.run('hint', 'softmax')).stdout).toContain('softmax 2/2: exp, then divide');
  const all = await clone.run('hint', 'softmax');
  expect(all.stdout).toContain('softmax 1/2');
  expect(all.stdout).toContain('These are all the hints');
});

test('a listing names points, needs and state, in words and as JSON', async () => {
  const { stdout } = await clone.run('list', '00-engine');
  expect(stdout).toContain('30 points');
  expect(stdout).toMatch(/expectation .* softmax/);
  const json = JSON.parse((await clone.run('list', '--json')).stdout) as {
    readonly lessons: readonly { readonly tasks: readonly { readonly id: string }[] }[];
  };
  expect(json.lessons[0]?.tasks.map(({ id }) => id)).toEqual([
    'softmax',
    'expectation',
    'scale-backward',
  ]);
});

test.each([
  [['check', 'sofmtax'], "Did you mean 'softmax'?"],
  [['check', '00-engin'], "Did you mean '00-engine'?"],
  [['hint', 'expectatoin'], "Did you mean 'expectation'?"],
  [['hint', '00-engine'], 'expected a task, received the lesson'],
  [['list', 'xyzzyx'], "'./unroll list' names them all"],
  [['chekc'], 'check'],
  [['check', '--jsno'], '--json'],
  [['hint'], 'task'],
])('%j is wrong usage', async (argv, message) => {
  const { status, stdout, stderr } = await clone.run(...argv);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('every command has help with an example', async () => {
  const { stdout, status } = await clone.run('--help');
  expect(status).toBe(0);
  const names = ['list', 'check', 'hint', 'solution', 'reset', 'repro', 'run', 'grade', 'doctor'];
  for (const name of [...names, 'lab', 'author']) {
    expect(stdout).toContain(`  ${name}`);
    expect((await clone.run(name, '--help')).stdout).toMatch(
      name === 'author' ? /check/ : /Example:\s+\.\/unroll/,
    );
  }
});

test('a missing and an empty exercise file are named with a remedy', async () => {
  rmSync(join(clone.folder, 'exercises', '00-engine.ts'));
  const missing = await clone.run('check', 'softmax');
  expect(missing.stderr).toMatch(/expected a file at exercises\/00-engine.ts.*npm run lessons/);
  expect(missing.status).toBe(2);
  clone.write('');
  const empty = await clone.run('check', 'softmax');
  expect(empty.stdout).toContain('The file is empty');
  expect(empty.status).toBe(1);
});

test('a syntax error is shown with its line and a caret', async () => {
  clone.write(answersWith(body, 'const e = = 1;\n'));
  const { stdout, status } = await clone.run('check', 'softmax');
  expect(stdout).toMatch(/line 7, column \d+/);
  expect(stdout).toMatch(/const e = = 1;\n\s+\^/);
  expect(stdout).not.toContain('For a hint');
  expect(status).toBe(1);
});

test('a file in another encoding is named as that', async () => {
  const bytes = Buffer.from(`\uFEFF${rightAnswers()}`, 'utf16le');
  writeFileSync(join(clone.folder, 'exercises', '00-engine.ts'), bytes);
  expect((await clone.run('check', 'softmax')).stdout).toContain('Save it as UTF-8.');
});

test.skipIf(process.platform === 'win32')('list keeps to a narrow terminal', async () => {
  const argv = [process.execPath, command, 'list'];
  const terminal = openTerminal(argv, clone.folder, { UNROLL_ROOT: clone.folder }, [72, 20]);
  expect((await terminal.ended).status).toBe(0);
  const lines = stripVTControlCharacters(terminal.shown()).split(/\r?\n/);
  expect(lines.filter((line) => line.length > 72)).toEqual([]);
  expect(lines.find((line) => line.includes('task '))).toMatch(/points .*you/);
  expect((await clone.run('list')).stdout).toMatch(/title .*points .*needs .*you/);
});

test('TypeScript is asked of what broke or came out wrong, and of the rest only when code broke', async () => {
  const typed = (code: string) => answersWith(body, `const n: string = 1;\n  ${code}\n`);
  const says = /TypeScript says of exercises\/00-engine.ts:\n.*:7: Type 'number' is not/;
  clone.write(typed('return tf.div(tf.exp(x), tf.sum(tf.exp(x), 1, true));'));
  expect((await clone.run('check', 'softmax')).stdout).toMatch(says);
  expect((await clone.run('check', 'expectation')).stdout).not.toContain('TypeScript says');
  clone.write(typed('return n.missing(x);'));
  const { stdout } = await clone.run('check', 'softmax');
  expect(stdout).toMatch(/TypeError at line 8/);
  expect(stdout).toMatch(says);
  clone.write(wrong);
  expect((await clone.run('check', 'softmax')).stdout).not.toContain('TypeScript says');
});

test('a task that passes names the next one, as long as there is one', async () => {
  const next = 'Next: expectation, in exercises/00-engine.ts; then ./unroll check expectation';
  expect((await clone.run('check', 'softmax')).stdout).toContain(next);
  await clone.run('check');
  expect((await clone.run('check', 'softmax')).stdout).not.toContain('Next:');
});

test('TypeScript speaks first of what was tried, and not of console', async () => {
  const six = Array.from({ length: 6 }, (_, i) => `const n${String(i)}: string = 1;`).join('\n');
  const text = answersWith(body, `console.log('here');\n${six}\n  return tf.softmax(x);\n`);
  clone.write(text.replace("return sum('B V -> B'", "return missing('B V -> B'"));
  const { stdout } = await clone.run('check', 'expectation');
  expect(stdout).toMatch(/TypeScript says of .*:\n.*Cannot find name 'missing'/);
  expect(stdout).not.toContain("Cannot find name 'console'");
});

test('a lesson whose exercise file is gone is not left out in silence', async () => {
  rmSync(join(clone.folder, 'exercises', '00-engine.ts'));
  const { stderr } = await clone.run('check');
  expect(stderr).toMatch(/00-engine is left out: .*npm run lessons/);
});

test('a loop, an await and a list without end each end in a clear message', async () => {
  const text = answersWith(body, 'for (;;);\n')
    .replace(
      /return sum\('B V -> B'.*/,
      'return new Promise(() => setInterval(() => {}, 9)) as never;',
    )
    .replace(/const column.*/, 'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));');
  clone.write(text);
  const { stdout, status } = await clone.run('check');
  expect(stdout).toMatch(/✘ softmax {2}timeout {2}0 of 10 points\n.*a loop that does not end/);
  expect(stdout).toMatch(
    /✘ expectation {2}timeout {2}0 of 10 points\n.*an await that nothing settles/,
  );
  expect(stdout).toMatch(/✘ scale-backward {2}out-of-memory {2}0 of 10 points\n.*384 MB/);
  expect(status).toBe(1);
});

test.each([
  ['a throw', "throw new RangeError('odd');", /RangeError at line 7: odd/],
  ['a forbidden call', 'return tf.softmax(x);', /Line 7: .*softmax/],
])('%s is shown with its line', async (_, code, message) => {
  clone.write(answersWith(body, `${code}\n`));
  const { stdout, status } = await clone.run('check', 'softmax');
  expect(stdout).toMatch(message);
  expect(stdout).toContain('0 of 10 points');
  expect(status).toBe(1);
});

test('a forbidden import is refused, with what may be imported', async () => {
  const used = rightAnswers().replace('const e = ', 'fs.readdirSync(".");\n  const e = ');
  clone.write(`import fs from 'node:fs';\n${used}`);
  const { stdout } = await clone.run('check', 'softmax');
  expect(stdout).toMatch(/Line 1: .*node:fs/);
  expect((await clone.run('check', 'expectation')).stdout).toContain('✔ expectation');
});

test('grade prints the JSON of the product, the same bytes again', async () => {
  const file = join('exercises', '00-engine.ts');
  const one = await clone.run('grade', file, '--json');
  expect(report(one.stdout)).toMatchObject({
    schema: 'unroll.grade/1',
    isolation: 'L1',
    submissions: [{ source: file, lesson: '00-engine', points: 30, maxPoints: 30 }],
  });
  expect(one.status).toBe(0);
  expect((await clone.run('grade', file, '--json')).stdout).toBe(one.stdout);
});

test('a batch grades every file, whatever one of them is, in the order of their names', async () => {
  const folder = join(clone.folder, 'in');
  mkdirSync(join(folder, 'deeper'), { recursive: true });
  const hand = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  hand('a-00-engine.ts', rightAnswers());
  hand('b-00-engine.ts', wrong);
  hand('c-00-engine.ts', answersWith(body, 'for (;;);\n'));
  hand('d-00-engine.ts', 'this is no program');
  hand('deeper/e.ts', `// Your exercise file of lesson 00-engine\n${rightAnswers()}`);
  hand('f.ts', 'export const x = 1;');
  hand('g-00-engine.ts', '\u0000\uFFFD'.repeat(700_000));
  hand('notes.txt', 'not a submission');
  symlinkSync('/etc/hostname', join(folder, 'link-00-engine.ts'));
  const { stdout, stderr, status } = await clone.run('grade', 'in', '--json');
  const points = report(stdout).submissions.map(({ source, points: p }) => [source, p]);
  expect(points).toEqual([
    ['in/a-00-engine.ts', 30],
    ['in/b-00-engine.ts', 28],
    ['in/c-00-engine.ts', 20],
    ['in/d-00-engine.ts', 0],
    ['in/deeper/e.ts', 30],
  ]);
  expect(stderr).toMatch(/name of a lesson in in\/f.ts/);
  expect(stderr).toMatch(/Left aside, .*: in\/link-00-engine.ts, in\/notes.txt\n/);
  expect(stderr).toMatch(/in\/g-00-engine.ts to have at most 1 MB/);
  expect(status).toBe(2);
});

test('names and outputs cannot command the terminal', async () => {
  const name = '\u001b[2J\u202e00-engine.ts';
  writeFileSync(
    join(clone.folder, name),
    answersWith(body, "console.log('\\u001b[31mred\\u0007'); return x;\n"),
  );
  writeFileSync(join(clone.folder, 'other-00-engine.ts'), rightAnswers());
  const one = await clone.run('grade', name);
  expect(one.stdout).toContain('␛[31mred␇');
  const both = await clone.run('grade', name, 'other-00-engine.ts');
  for (const { stdout } of [one, both]) {
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  }
});

test('a damaged memory is said, kept aside, and counts on', async () => {
  const state = join(clone.folder, '.unroll', 'state');
  await clone.run('hint', 'softmax');
  expect(readdirSync(state)).toEqual(['progress.jsonl']);
  appendFileSync(join(state, 'progress.jsonl'), '{"task":\n');
  const { stdout, stderr, status } = await clone.run('hint', 'softmax');
  expect(stderr).toMatch(/received 1 damaged\. They are kept in .*progress\.jsonl\.damaged-1/);
  expect(stdout).toContain('2/2');
  expect(status).toBe(0);
});
