import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileLessons, makeKey, makeStub } from './compile.js';
import type { Lesson } from '../../grader/task.js';
import { smallLesson, withTask } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

let project: SmallProject;
beforeEach(() => {
  project = new SmallProject();
});
afterEach(() => {
  project.remove();
});

const stub = (lesson: Lesson) => makeStub(project.root, lesson, [lesson]);
const key = (lesson: Lesson = smallLesson) => makeKey(project.root, lesson, [lesson]);

const scaleFile = 'src/layers/scale.ts';
const squareFile = 'src/metrics/mean-square.ts';
const twiceBank = 'lessons/90-small/mistakes/scale-twice.ts';

describe('what no exercise can be made of is refused with file and line:', () => {
  const body = 'return add(mul(x, p.w), p.b);';
  test.each([
    [
      'a second signature',
      scaleFile,
      'export function scale(',
      'export function scale(p: ScaleParams): tf.Tensor2D;\nexport function scale(',
      "scale.ts:21: 'scale' is taught: give it one signature.",
    ],
    [
      'no block',
      scaleFile,
      'export function scaleTwice(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {\n  return scale(p, scale(p, x));\n}',
      'export const scaleTwice = (p: ScaleParams, x: tf.Tensor2D) => scale(p, scale(p, x));',
      "scale.ts:32: 'scaleTwice' is taught: write it as an exported function with a block.",
    ],
    [
      'no such function',
      scaleFile,
      'function scaleTwice',
      'function scaleThrice',
      "scale.ts:1: has no 'scaleTwice'",
    ],
    [
      'a name that hides another',
      scaleFile,
      body,
      'const shape = 1; return add(mul(x, p.w), p.b);',
      "scale.ts:22: 'shape' also stands at the top of the file.",
    ],
    [
      'an untaught function',
      scaleFile,
      body,
      'return other(add(mul(x, p.w), p.b));\n}\nexport function other(x: tf.Tensor2D) {\n  return x;',
      "scale.ts:20: uses 'other', an exported function that no task teaches.",
    ],
    [
      'a value of another folder',
      squareFile,
      "import { mean, square } from '../core/index.js';",
      "import { mean, square } from '../layers/mathematics.js';",
      "uses 'mean' of src/layers/mathematics.ts. A taught function may use src/core",
    ],
    [
      'tfjs in parts',
      squareFile,
      "import type * as tf from '@tensorflow/tfjs-core';",
      "import { tf } from '@tensorflow/tfjs-core';",
      'import all of @tensorflow/tfjs-core as tf',
    ],
    [
      'two helpers of one name',
      scaleFile,
      body,
      'return squares(add(mul(x, p.w), p.b));\n}\nfunction squares(x: tf.Tensor2D): tf.Tensor2D {\n  return add(x, x);',
      "mean-square.ts:18: 'squares' of src/layers/scale.ts is another one.",
    ],
    [
      'a wrong version under other parameters',
      twiceBank,
      'function scaleTwice(p: ScaleParams, x: tf.Tensor2D)',
      'function scaleTwice(q: ScaleParams, x: tf.Tensor2D)',
      "names its parameter 1 other than the library's 'p'",
    ],
    ['a bank that is computed', twiceBank, 'mistakes: {', 'mistakes: made({', 'write the bank'],
    [
      'no bank',
      twiceBank,
      'export const bank',
      'export const banks',
      'export const bank: MistakeBank',
    ],
  ])('%s', async (_, path, from, to, message) => {
    project.edit(path, from, to);
    const { problems } = await compileLessons(project.root, [smallLesson]);
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });

  test('a part of the core that its index does not export', async () => {
    project.edit(scaleFile, 'add, mul, shape }', 'add, mul, oneOfMany, shape }');
    project.edit(scaleFile, body, 'return oneOfMany(add(mul(x, p.w), p.b));');
    await expect(key()).rejects.toThrow("'oneOfMany' is not exported by src/core/index.ts.");
  });

  test('another name for an import', async () => {
    project.edit(squareFile, 'mean, square }', 'mean as average, square }');
    project.edit(squareFile, 'return mean(', 'return average(');
    await expect(key()).rejects.toThrow(
      "mean-square.ts:13: 'average' is 'mean' under another name.",
    );
  });

  test('a task that uses another without needing it', async () => {
    await expect(key(withTask('scale-twice', { needs: [] }))).rejects.toThrow(
      "src/layers/scale.ts:32: the task 'scale-twice' uses 'scale'. Add 'scale' to its needs.",
    );
  });

  test('a file that is not there', async () => {
    await expect(key(withTask('scale', { from: 'src/layers/none.ts' }))).rejects.toThrow(
      'lessons/90-small/tasks.ts:1: names src/layers/none.ts, which is not there.',
    );
  });

  test('a wrong version that is no mistake of the bank', async () => {
    await expect(stub(withTask('scale-twice', { wrongVersion: 'never' }))).rejects.toThrow(
      `${twiceBank}:1: has no mistake 'never'`,
    );
  });
});
