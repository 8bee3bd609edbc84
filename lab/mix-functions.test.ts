import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { buildBox } from '../grader/box/build.mjs';
import { gradeSubmission, type LessonHome } from '../grader/grade.js';
import { answersWith, rightAnswers, testHome } from '../grader/testing/lesson-home.js';
import { projectRoot } from '../src/core/files.js';
import { loaderOf } from './load-functions.js';
import { mixFunctions, type Slip } from './mix-functions.js';
import { mixtureCard } from './mixture-card.js';
import { ownFunctions } from './own-functions.js';

beforeAll(async () => {
  await buildBox(projectRoot());
});

type Softmax = (x: tf.Tensor2D) => tf.Tensor2D;
type Expectation = (x: tf.Tensor2D, values: tf.Tensor1D) => tf.Tensor1D;

async function mix(text: string, slip?: Slip) {
  const mixture = await mixed(testHome(), text, slip);
  const { functions } = mixture;
  const { softmax, expectation } = functions as { softmax: Softmax; expectation: Expectation };
  const file = 'exercises/90-test.ts';
  const loaded = { stem: '90-test', file, at: new Date(2026, 0, 1, 9, 5, 7), isOutdated: false };
  return { softmax, expectation, said: mixtureCard(mixture, loaded).text };
}

async function mixed(home: LessonHome, text: string, slip?: Slip) {
  const { tasks } = await gradeSubmission(submissionOf(text), home);
  return await mixFunctions(home, submissionOf(text), tasks, slip);
}

const submissionOf = (text: string) => ({ path: 'exercises/90-test.ts', text });

const scores = tf.tensor2d([[0, Math.log(3)]]);
const values = tf.tensor1d([0, 1]);

const lastLine = `return div(e, sum('B V -> B 1', e));`;

test('functions that pass are the student’s own', async () => {
  const { softmax, said } = await mix(answersWith(lastLine, `const mine = e; ${lastLine}`));
  expect(said).toContain('Your own: softmax, expectation');
  expect(String(softmax)).toContain('const mine');
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(0.75, 6);
});

test('what does not pass is the library’s, also for the student’s own that call it', async () => {
  const { softmax, expectation, said } = await mix(answersWith(lastLine, 'return e;'));
  expect(said).toContain('Your own: expectation');
  expect(said).toContain(
    "The library's, as yours do not pass yet: softmax. await check('softmax') says why.",
  );
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
  expect(said).toContain("The library's, as yours are not written yet: softmax, expectation");
  expect(said).not.toContain('Your own');
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(0.75, 6);
});

async function slipOf(id: string): Promise<Slip> {
  const home = testHome();
  const [task] = home.lesson.tasks;
  if (task === undefined) throw new Error('the test lesson has no task');
  const { [id]: known } = await (await loaderOf(home)).mistakes(task);
  if (known === undefined) throw new Error(`no mistake ${id}`);
  return { task, run: known.run, key: submissionOf(rightAnswers()) };
}

test.each([
  ['the student’s own functions', rightAnswers()],
  ['the library’s', `export {};`],
])(
  'a mistake put in on purpose is what %s call, and gradients flow through it',
  async (_, text) => {
    const { softmax, expectation } = await mix(text, await slipOf('over-the-batch'));
    expect(softmax(scores).dataSync()[1]).not.toBeCloseTo(0.75, 2);
    expect(expectation(scores, values).dataSync()[0]).toBeCloseTo(
      softmax(scores).dataSync()[1] ?? NaN,
      6,
    );
    const slope = tf.grad((x: tf.Tensor) => tf.sum(expectation(x as tf.Tensor2D, values)))(scores);
    expect(slope.shape).toEqual([1, 2]);
  },
);

test('a student’s own functions, wrong ones too, call the library’s', async () => {
  const wrong = answersWith(lastLine, 'return e;');
  const own = await ownFunctions(testHome(), submissionOf(wrong));
  const { softmax, expectation } = own as { softmax: Softmax; expectation: Expectation };
  expect(softmax(scores).dataSync()[1]).toBeCloseTo(1, 6);
  expect(expectation(scores, values).dataSync()[0]).toBeCloseTo(0.75, 6);
});

test('one that cannot be run says why when it is called', async () => {
  const own = await ownFunctions(testHome(), submissionOf('export {};'));
  expect(() => (own['softmax'] as Softmax)(scores)).toThrow(
    'expected an exported function softmax',
  );
});

test('a card whose file has changed says so; one with a mistake says what was put in', async () => {
  const home = testHome();
  const mixture = await mixed(home, rightAnswers());
  const [task] = home.lesson.tasks;
  if (task === undefined) throw new Error('the test lesson has no task');
  const loaded = { stem: '90-test', file: 'x.ts', at: new Date(2026, 0, 1, 9, 5, 7) };
  expect(mixtureCard(mixture, { ...loaded, isOutdated: false }).text).toContain(
    'As x.ts stood at 09:05:07.',
  );
  const mistake = { task, id: 'no-<maximum>', cause: 'exp overflows.' };
  const { text, html } = mixtureCard(mixture, { ...loaded, isOutdated: true, mistake });
  expect(text).toContain('x.ts has changed since: run this cell again');
  expect(text).toContain("Put in on purpose: softmax with the known mistake 'no-<maximum>'.");
  expect(html).not.toContain('<maximum>');
});
