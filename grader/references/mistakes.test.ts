import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { projectFile } from '../../src/core/files.js';
import { openBox } from '../box/box.js';
import { builtBox } from '../box/testing/boxes.js';
import type { LessonHome } from '../lesson-home.js';
import { taskOf } from '../testing/small-task.js';
import { tensor, TensorValue } from '../value.js';
import { Boxes, ownCode } from './own-code.js';
import { mistakesBundle, mistakesOf } from './mistakes.js';
import { TrustedBox } from './trusted-box.js';
import { wrongVersion } from './wrong-version.js';

const task = {
  ...taskOf([]),
  id: 'twice',
  from: 'src/layers/twice.ts',
  name: 'twice',
  wrongVersion: 'thrice',
};

let home: LessonHome;
const roots: string[] = [];

beforeAll(builtBox);
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'unroll-mistakes-'));
  roots.push(root);
  const folder = join(root, 'lessons/90-small');
  home = {
    lesson: { stem: '90-small', title: '', version: 1, needs: [], tasks: [task] },
    ...{ root, folder, cache: join(root, 'cache'), earlier: [] },
  };
  cpSync(projectFile('src/core'), join(root, 'src/core'), { recursive: true });
  symlinkSync(projectFile('node_modules'), join(root, 'node_modules'));
  write('src/layers/factor.ts', 'export const factor = 2;\n');
  write(
    'src/layers/twice.ts',
    `import type * as tf from '@tensorflow/tfjs-core';
import { mul } from '../core/index.js';
import { factor } from './factor.js';

export function twice(x: tf.Tensor1D): tf.Tensor1D {
  return mul(x, by());
}

const by = () => factor + 0;
`,
  );
  write(
    'lessons/90-small/mistakes/twice.ts',
    `import type * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { mul } from '../../../src/core/index.js';

const help = { place: 'a', probe: 'b', cause: 'c' };

export const bank: MistakeBank = {
  mistakes: {
    squared: { edit: { 'mul(x, by())': 'mul(square(x), by())' }, place: 'a', probe: 'b', cause: 'c' },
    'one-more': { edit: { 'factor + 0': 'factor + 1' }, place: 'd', probe: 'e', cause: 'f' },
    thrice: {
      run: function twice(x: tf.Tensor1D): tf.Tensor1D {
        return mul(x, 3);
      },
      place: 'g',
      probe: 'h',
      cause: 'i',
    },
  },
  variants: {},
};
`,
  );
});

function write(path: string, text: string): void {
  const file = join(home.root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(home.root, path), 'utf8');
  expect(text).toContain(from);
  write(path, text.replace(from, to));
}

/** What each mistake makes of [1, 4], in turn. */
async function answers(): Promise<unknown[]> {
  const boxes = new Boxes();
  try {
    const known = await mistakesOf(task, home, ownCode(home), boxes);
    const answers = [];
    for (const { subject } of known) {
      const answer = await subject.call({ x: tensor([2], [1, 4]) });
      const { value } = answer.kind === 'value' ? answer : { value: answer.kind };
      answers.push(value instanceof TensorValue ? [...value.data] : value);
    }
    return answers;
  } finally {
    await boxes.close();
  }
}

test('edits and functions are asked side by side', async () => {
  expect(await answers()).toEqual([
    [2, 32],
    [3, 12],
    [3, 12],
  ]);
});

test('a function that never ends leaves the others', async () => {
  const code = 'exports.run = { one: () => 1, endless: () => { for (;;); }, two: () => 2 };';
  const limits = { cpuMilliseconds: 300 };
  const box = new TrustedBox(() => openBox({ code, name: 'run', trusted: true, limits }));
  const answer = async (id: string) => {
    const outcome = await box.subject(`run.${id}`).call({});
    return outcome.kind === 'value' ? outcome.value : outcome.kind;
  };
  expect(await answer('one')).toBe(1);
  expect(await answer('endless')).toBe('timeout');
  expect(await answer('two')).toBe(2);
  await box.close();
}, 60_000);

test('a mistake is named with its help', async () => {
  const boxes = new Boxes();
  const known = await mistakesOf(task, home, ownCode(home), boxes);
  await boxes.close();
  expect(known[1]).toMatchObject({ id: 'one-more', place: 'd', probe: 'e', cause: 'f' });
});

test('mistakes are made again when the function, a helper, what it imports or the bank changes', async () => {
  expect(await answers()).toEqual([
    [2, 32],
    [3, 12],
    [3, 12],
  ]);
  edit('src/layers/twice.ts', 'mul(x, by());', 'mul(mul(x, by()), 10);');
  expect(await answers()).toEqual([
    [20, 320],
    [30, 120],
    [3, 12],
  ]);
  edit('src/layers/factor.ts', '2', '20');
  expect(await answers()).toEqual([
    [200, 3200],
    [210, 840],
    [3, 12],
  ]);
  edit('lessons/90-small/mistakes/twice.ts', "'factor + 1'", "'factor + 0.5'");
  expect(await answers()).toEqual([
    [200, 3200],
    [205, 820],
    [3, 12],
  ]);
  edit('lessons/90-small/mistakes/twice.ts', 'mul(x, 3)', 'mul(x, 0.5)');
  expect((await answers())[2]).toEqual([0.5, 2]);
});

test('an edit that no longer fits is named, with its file and line', async () => {
  await mistakesBundle(home, task);
  edit('src/layers/twice.ts', 'mul(x, by());', 'mul(by(), x);');
  await expect(mistakesBundle(home, task)).rejects.toThrow(
    "lessons/90-small/mistakes/twice.ts:9: 'mul(x, by())' does not stand in 'twice'",
  );
});

test('what mistakes answered is kept for as long as they stand', async () => {
  expect(await answers()).toEqual([
    [2, 32],
    [3, 12],
    [3, 12],
  ]);
  const kept = join(home.cache, 'answers/90-small/twice.mistakes.json');
  const { answers: known, ...others } = JSON.parse(readFileSync(kept, 'utf8')) as {
    answers: Record<string, { observed: { tensorsLeaked: number } }>;
  };
  expect(Object.keys(known)).toHaveLength(3);
  for (const answer of Object.values(known)) Object.assign(answer, { kind: 'threw', name: 'kept' });
  writeFileSync(kept, JSON.stringify({ ...others, answers: known }));
  expect(await answers()).toEqual(['threw', 'threw', 'threw']);
  appendFileSync(join(home.root, 'src/layers/factor.ts'), 'export const more = factor * 2;\n');
  edit('src/layers/factor.ts', 'factor = 2', 'factor = 4');
  expect(await answers()).toEqual([
    [4, 64],
    [5, 20],
    [3, 12],
  ]);
});

test('what a debug task gives out is made again when the function changes', async () => {
  const given = { ...task, wrongVersion: 'squared' };
  expect(await wrongVersion(home, given)).toContain('return mul(square(x), by());');
  edit('src/layers/twice.ts', 'return mul(', 'const y = x;\n  return mul(');
  expect(await wrongVersion(home, given)).toContain('const y = x;\n  return mul(square(x), by());');
  expect(await wrongVersion(home, task)).toBe(
    'export function twice(x: tf.Tensor1D): tf.Tensor1D {\n        return mul(x, 3);\n      }',
  );
});
