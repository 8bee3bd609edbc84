import { beforeAll, expect, test } from 'vitest';
import { buildBox } from '../box/build.mjs';
import { projectRoot } from '../../src/core/files.js';
import { answersWith, rightAnswers, testHome } from '../testing/lesson-home.js';
import { reproOf, type ReproForm } from './repro.js';

beforeAll(async () => {
  await buildBox(projectRoot());
});

const repro = (text: string, id: string, form: ReproForm = { as: 'cell' }) =>
  reproOf({ path: 'exercises/00-engine.ts', text }, testHome(), id, form);

async function programOf(text: string, id: string, form?: ReproForm): Promise<string> {
  const found = await repro(text, id, form);
  if (found.kind !== 'program') throw new Error(`expected a program, received ${found.kind}`);
  return found.text;
}

const lastLine = `return div(e, sum('B V -> B 1', e));`;

test('wrong values: the input is cut until it just fails, and has as few digits as possible', async () => {
  const text = await programOf(
    answersWith(lastLine, `return div(e, sum('B V -> 1 V', e));`),
    'softmax',
  );
  expect(text).toBe(`// softmax, values on 4 inputs: the smallest input found on which it fails.
// Change it and run it again. What your function prints with console.log shows too.
import * as tf from '@tensorflow/tfjs-core';
import { own, show } from './lab/index.js';
{
  const { softmax } = await own('00-engine');
  const x = tf.tensor2d([[3, 3]]);
  show(softmax(x));
}`);
});

test('a slip that one row cannot show keeps two', async () => {
  const firstRow = 'tf.mul(tf.slice(softmax(x), [0, 0], [1, -1]), tf.onesLike(x))';
  const wrong = answersWith('mul(softmax(x), values)', `mul(${firstRow}, values)`);
  const text = await programOf(wrong, 'expectation');
  expect(text).toMatch(/const x = tf.tensor2d\(\[\[\S+, \S+\], \[\S+, \S+\]\]\);/);
  expect(text.match(/\d\.\d+/g)?.every((digits) => digits.length <= 5)).toBe(true);
});

test('it is not cut to where the function fails in another way', async () => {
  const wrong = answersWith(
    `return sum('B V -> B', mul(softmax(x), values));`,
    `if (x.shape[0] < 3) throw new TypeError('few rows');
  return sum('B V -> B', softmax(x));`,
  );
  expect(await programOf(wrong, 'expectation')).toMatch(
    /const x = tf.tensor2d\(\[(\[[^\]]+\],? ?){3}\]\)/,
  );
});

test('it is not cut to where the fault is too small to be seen', async () => {
  const wrong = answersWith(
    `return sum('B V -> B', mul(softmax(x), values));`,
    `const faint = x.shape[0] < 3 ? 1e-6 : 1;
  return tf.add(sum('B V -> B', mul(softmax(x), values)), faint);`,
  );
  expect(await programOf(wrong, 'expectation')).toMatch(
    /const x = tf.tensor2d\(\[(\[[^\]]+\],? ?){3,}\]\)/,
  );
});

test('a gradient that does not flow: the gradient of a plain sum or of weights, through the function', async () => {
  const wrong = answersWith(
    lastLine,
    `return tf.tensor2d((${lastLine.slice(7, -1)}).arraySync());`,
  );
  const text = await programOf(wrong, 'softmax');
  expect(text).toContain('the smallest input found whose gradient is wrong.');
  expect(text).toContain('const result = softmax(value as typeof x);');
  expect(text).toContain("show({ 'd x': gradientOf(x) });");
  // The sum of a softmax is always 1: its gradient shows nothing.
  expect(text).toContain('return tf.sum(tf.mul(result, weights));');
});

test('a broken law: the calls that it compared', async () => {
  const wrong = answersWith("exp(sub(x, max('B V -> B 1', x)))", 'exp(x)');
  const text = await programOf(wrong, 'softmax');
  expect(text).toContain('the last calls before it was found broken.');
  expect(text).toContain('const x = tf.tensor2d([[1, 2]]);\n  show(softmax(x));');
  expect(text).toContain('const x2 = tf.tensor2d([[1001, 1002]]);\n  show(softmax(x2));');
});

test('a file imports the exercise, from where it lies, and says whose other functions it calls', async () => {
  const wrong = answersWith('mul(softmax(x), values)', 'softmax(x)');
  const text = await programOf(wrong, 'expectation', { as: 'file', root: '../../' });
  expect(text).toContain(`import { expectation } from '../../exercises/00-engine.js';`);
  expect(text).toContain('your own functions of other tasks (softmax)');
  expect(text).not.toContain('own(');
});

test('an input on which the code throws is cut as long as it throws the same', async () => {
  const wrong = answersWith(lastLine, `throw new RangeError(\`\${x.shape[0]} rows\`);`);
  expect(await programOf(wrong, 'softmax')).toMatch(/tensor2d\(\[\[3\]\]\)/);
});

test('there is nothing to show for what passes, and a reason for what cannot run', async () => {
  expect(await repro(rightAnswers(), 'softmax')).toEqual({ kind: 'passes' });
  const broken = await repro(answersWith(lastLine, 'return (((;'), 'softmax');
  expect(broken).toMatchObject({ kind: 'cannot-run' });
  expect(broken.kind === 'cannot-run' && broken.message).toContain('The file cannot be read');
});
