/** Backward passes by hand that are not made by a formula. */
import { beforeAll, expect, it } from 'vitest';
import { builtBox } from '../box/testing/boxes.js';
import { gradeSubmission } from '../grade.js';
import { answersWith, testHome } from '../testing/lesson-home.js';

beforeAll(builtBox);

async function verdictOn(body: string) {
  const code = `export function scaleBackward(x: any, s: any, w: any): any { ${body} }\n`;
  const text = answersWith(/^export function scaleBackward\b[^]*?\n}\n/m, code);
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, testHome(), {
    tasks: ['scale-backward'],
  });
  return tasks[0];
}

/** The gradient of a loss by differences of two of its values for each entry. */
const differences = `const numeric = (f: any, z: any) => {
    const at = (i: number, by: number) =>
      f(tf.tensor(Array.from(z.dataSync(), (v: any, j) => (i === j ? v + by : v)), z.shape)).dataSync()[0];
    return tf.tensor(Array.from(z.dataSync(), (_, i) => (at(i, 1) - at(i, -1)) / 2), z.shape);
  };`;
const loss = 'tf.sum(tf.mul(tf.mul(x, s), tf.reshape(w, [-1, 1])))';

it('finite differences are told from a formula', async () => {
  const verdict = await verdictOn(
    `${differences} return { dx: numeric((x: any) => ${loss}, x), ds: numeric((s: any) => ${loss}, s) };`,
  );
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
  expect(verdict?.message).toContain('as near as differences of a loss come');
});

it('a formula that is computed row by row is one', async () => {
  const verdict = await verdictOn(`const dx: any[] = [], parts: any[] = [];
    for (let b = 0; b < x.shape[0]; b++) {
      const weight = tf.reshape(tf.slice(w, [b], [1]), [1, 1]);
      dx.push(tf.mul(weight, tf.expandDims(s, 0)));
      parts.push(tf.mul(weight, tf.slice(x, [b, 0], [1, -1])));
    }
    return { dx: tf.concat(dx, 0), ds: tf.sum(tf.concat(parts, 0), 0) };`);
  expect(verdict).toMatchObject({ status: 'passed', points: 10 });
});

it('a gradient that is only nearly right, as by differences in plain numbers, is wrong', async () => {
  const verdict = await verdictOn(`const column = tf.reshape(w, [-1, 1]);
    return { dx: tf.mul(column, s).mul(1 + 1e-10), ds: tf.sum(tf.mul(column, x), 0) };`);
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
  expect(verdict?.message).toContain('as near as differences of a loss come');
});

it('a gradient by hand that is right on most inputs earns nothing', async () => {
  const verdict = await verdictOn(`const column = tf.reshape(w, [-1, 1]);
    const dx = tf.mul(column, s), ds = tf.sum(tf.mul(column, x), 0);
    return { dx: tf.mul(dx, w.dataSync()[0] > 0 ? 1 : 2), ds };`);
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
  expect(verdict?.message).toMatch(/[23] of 4 inputs came out right/);
});
