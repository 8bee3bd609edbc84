import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answersWith, rightAnswers } from '../../grader/testing/lesson-home.js';
import { builtCommand, freshClone, type Clone } from '../testing/clone.js';

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
  mkdirSync(join(clone.folder, 'solutions'));
  writeFileSync(join(clone.folder, 'solutions', '00-engine.ts'), rightAnswers());
  return () => {
    rmSync(clone.folder, { recursive: true });
  };
});

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const wrong = answersWith(
  body,
  "console.log('max is', tf.max(x).dataSync()[0]);\n  const e = exp(x);\n  return tf.div(e, tf.sum(e, 0, true));\n",
);

const exercise = () => readFileSync(join(clone.folder, 'exercises', '00-engine.ts'), 'utf8');
const keptFiles = () => readdirSync(join(clone.folder, '.unroll', 'kept'));

/** The line that a command offers for getting the old file back, typed into a shell. */
function haveItBack(stdout: string): void {
  const offered = /To have it back: (.*)\n/.exec(stdout)?.[1] ?? 'nothing offered';
  execSync(offered, { cwd: clone.folder });
}

describe('solution', () => {
  test('is shown to those who passed, with its docstring, and alone', async () => {
    clone.write(rightAnswers());
    await clone.run('check', 'softmax');
    const { stdout, status } = await clone.run('solution', 'softmax');
    expect(stdout).toMatch(/^\/\*\* Probabilities from scores.*\*\/\nexport function softmax\(/);
    expect(stdout).not.toContain('function expectation');
    expect(status).toBe(0);
    expect((await clone.run('list')).stdout).not.toContain('given up');
  });

  test('is refused before, with what to do; giving up is remembered and earns nothing', async () => {
    clone.write(wrong);
    const { stderr, stdout, status } = await clone.run('solution', 'softmax');
    expect(stderr).toMatch(/expected softmax to pass first, received no try.*unroll hint softmax/);
    expect([stdout, status]).toEqual(['', 2]);
    await clone.run('check', 'softmax');
    const given = await clone.run('solution', 'softmax', '--give-up');
    expect(given.stdout).toContain('export function softmax(');
    const again = await clone.run('solution', 'softmax', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ task: 'softmax', gaveUp: true });
    const { stdout: list } = await clone.run('list');
    expect(list).toMatch(/softmax .* of 10 points, 1 try, given up: answer seen/);
  });
});

describe('reset', () => {
  test('puts one function back and leaves the rest, helpers and imports too', async () => {
    const helper = '// My own notes.\nconst half = (x: number) => x / 2;\n';
    const own = `${wrong.replace('exp, ', '')}\n${helper}`.replace(
      'import { div',
      'import { exp, div',
    );
    clone.write(own);
    const { stdout, status } = await clone.run('reset', 'softmax');
    expect(status).toBe(0);
    expect(stdout).toContain('softmax in exercises/00-engine.ts is as it was given out. The rest');
    const text = exercise();
    expect(text).toContain("{\n  throw new Unsolved('softmax');\n}");
    expect(text).toContain("import { Unsolved } from '../src/core/index.js';");
    expect(text).toContain(helper);
    expect(text).toContain(' * Probabilities from scores, row by row: [B, V] -> [B, V].\n');
    expect(text).toContain(' * May call: tfjs and src/core.\n');
    expect((await clone.run('check', 'softmax')).stdout).toContain('· softmax  unattempted');
    expect((await clone.run('check', 'expectation')).stdout).toContain('✔ expectation');
    expect(readFileSync(join(clone.folder, '.unroll', 'kept', keptFiles()[0] ?? ''), 'utf8')).toBe(
      own,
    );
    haveItBack(stdout);
    expect(exercise()).toBe(own);
  });

  test('changes how the task stands, and says when there is nothing to do', async () => {
    clone.write(rightAnswers());
    await clone.run('check', 'softmax');
    expect((await clone.run('list')).stdout).toMatch(/softmax .* passed/);
    await clone.run('reset', 'softmax');
    expect((await clone.run('list')).stdout).not.toMatch(/softmax .* passed/);
    const { stdout } = await clone.run('reset', 'softmax');
    expect(stdout).toContain('nothing to reset');
    expect(keptFiles()).toHaveLength(1);
  });

  test('brings back a function that was removed, and line ends as they are', async () => {
    const lost = rightAnswers()
      .replace(/\/\*\* Probabilities[\s\S]*?\n}\n/, '')
      .replaceAll('\n', '\r\n');
    expect(lost).not.toContain('function softmax');
    clone.write(lost);
    await clone.run('reset', 'softmax');
    expect(exercise()).toContain("Unsolved('softmax');\r\n}");
    expect(exercise().replaceAll('\r\n', '')).not.toContain('\n');
    expect((await clone.run('check', 'softmax')).stdout).toContain('unattempted');
  });

  test('gives a debug task its wrong version again', async () => {
    clone.write(rightAnswers());
    await clone.run('reset', 'scale-backward');
    expect((await clone.run('check', 'scale-backward')).stdout).toContain('Still as it was given');
  });

  test('of a file that cannot be read says so; the whole lesson still goes back', async () => {
    const broken = answersWith(body, 'const e = = 1;\n');
    clone.write(broken);
    const refused = await clone.run('reset', 'softmax');
    expect(refused.stderr).toMatch(/line 7: .*\.\/unroll reset 00-engine \(a copy is kept\)/);
    expect([refused.status, exercise()]).toEqual([2, broken]);
    const { stdout } = await clone.run('reset', '00-engine');
    expect(stdout).toContain('00-engine: every task');
    expect((await clone.run('check')).stdout).toContain('0 of 30 points');
    haveItBack(stdout);
    expect(exercise()).toBe(broken);
  });

  test('refuses what it cannot cut out', async () => {
    const together = answersWith(
      /export function softmax[\s\S]*?\n}\n/,
      'export const softmax = (x: tf.Tensor2D) => x, other = 1;\n',
    );
    clone.write(together);
    const { stderr, status } = await clone.run('reset', 'softmax');
    expect(stderr).toMatch(/one that declares other too/);
    expect([status, exercise()]).toEqual([2, together]);
  });

  test('makes a lesson whose file is gone', async () => {
    const { status } = await clone.run('reset', '00-engine');
    expect(status).toBe(0);
    expect((await clone.run('check')).stdout).toContain('unattempted');
  });
});

describe('repro', () => {
  test('is code that runs, shows what comes out and what the function printed, and can be changed', async () => {
    clone.write(wrong);
    const printed = await clone.run('repro', 'softmax');
    expect(printed.stdout).toContain('softmax(');
    expect(printed.stderr).toContain('./unroll run try.ts');
    const { stdout } = await clone.run('repro', 'softmax', '--out', 'try.ts');
    const again = await clone.run('repro', 'softmax', '--out', 'try.ts');
    expect(again.stderr).toMatch(/try.ts, which exists already. Name another, such as try-2.ts/);
    expect(stdout).toContain('Written to try.ts. To run it: ./unroll run try.ts');
    const first = await clone.run('run', 'try.ts');
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(/max is [-\d.]+\n/);
    expect(first.stdout).toMatch(/\[\d, \d\]/);
    expect(first.status).toBe(0);
    const file = join(clone.folder, 'try.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}console.log('changed');\n`);
    expect((await clone.run('run', 'try.ts')).stdout).toContain('changed');
  });

  test('of a task that passes, or cannot be run, says so', async () => {
    clone.write(rightAnswers());
    const { stdout, status } = await clone.run('repro', 'softmax');
    expect(stdout).toBe('softmax passes: there is no input on which it fails.\n');
    expect(status).toBe(0);
    clone.write(answersWith(body, 'const e = = 1;\n'));
    const broken = await clone.run('repro', 'softmax', '--out', 'try.ts');
    expect(broken.stdout).toMatch(/softmax cannot be run\. .*line 7/);
    expect(broken.status).toBe(1);
    expect(existsSync(join(clone.folder, 'try.ts'))).toBe(false);
  });

  test('overwrites nothing and stays where the course is found', async () => {
    clone.write(wrong);
    writeFileSync(join(clone.folder, 'mine.ts'), 'precious');
    for (const out of ['mine.ts', '../elsewhere.ts', 'try.txt']) {
      const { stderr, status } = await clone.run('repro', 'softmax', '--out', out);
      expect(stderr).toContain(`received ${out}`);
      expect(status).toBe(2);
    }
    expect(readFileSync(join(clone.folder, 'mine.ts'), 'utf8')).toBe('precious');
  });
});
