import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { buildBox } from '../grader/box/build.mjs';
import { answersWith, rightAnswers, testCourse } from '../grader/testing/course.js';
import { projectRoot } from '../src/core/files.js';
import { mixFunctions } from './mix-functions.js';

beforeAll(async () => {
  await buildBox(projectRoot());
});

type Softmax = (x: tf.Tensor2D) => tf.Tensor2D;
type Expectation = (x: tf.Tensor2D, values: tf.Tensor1D) => tf.Tensor1D;

async function mix(text: string) {
  const { functions, text: said } = await mixFunctions(testCourse(), {
    path: 'exercises/90-test.ts',
    text,
  });
  const { softmax, expectation } = functions as { softmax: Softmax; expectation: Expectation };
  return { softmax, expectation, said };
}

const scores = tf.tensor2d([[0, Math.log(3)]]);
const values = tf.tensor1d([0, 1]);

const lastLine = `return div(e, sum('B V -> B 1', e));`;

test('functions that pass are the student’s own', async () => {
  const { softmax, said } = await mix(answersWith(lastLine, `const mine = e; ${lastLine}`));
  expect(said).toContain('your own: softmax, expectation');
  expect(String(softmax)).toContain('const mine');
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(0.75, 6);
});

test('what does not pass is the library’s, also for the student’s own that call it', async () => {
  const { softmax, expectation, said } = await mix(answersWith(lastLine, 'return e;'));
  expect(said).toContain('your own: expectation');
  expect(said).toContain("the library's, as yours do not pass yet: softmax");
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(0.75, 6);
  expect(expectation(scores, values).dataSync()[0]).toBeCloseTo(0.75, 6);
});

test('gradients flow through the student’s functions', async () => {
  const { expectation } = await mix(rightAnswers());
  const slope = tf.grad((x: tf.Tensor) => tf.sum(expectation(x as tf.Tensor2D, values)))(scores);
  expect(slope.dataSync()[1]).toBeCloseTo(0.75 * 0.25, 6);
});

test('an untouched file gives the library’s', async () => {
  const stub = `import { Unsolved } from '../src/core/index.js';
    export function softmax() { throw new Unsolved('softmax'); }
    export function expectation() { throw new Unsolved('expectation'); }`;
  const { softmax, said } = await mix(stub);
  expect(said).toContain("the library's, as yours are not written yet: softmax, expectation");
  expect(said).not.toContain('your own');
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(0.75, 6);
});
