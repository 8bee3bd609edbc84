/** Submissions that want points without a right answer. */
import { beforeAll, expect, test } from 'vitest';
import { builtBox } from '../box/testing/boxes.js';
import { gradeSubmission } from '../grade.js';
import { rightAnswers, testHome } from '../testing/lesson-home.js';
import { besieged, gainsNothing, inPlaceOf } from './siege.js';

beforeAll(builtBox);

const outer = "(globalThis as any)['pro' + 'cess']";

const softmax = (body: string) => `export function softmax(x: any): any {${body}}`;

test.each([
  [
    'patches what a judge might use',
    `for (const home of [Array.prototype, Math, Number, JSON, Object, Promise.prototype, Float64Array.prototype] as any[])
      for (const name of Object.getOwnPropertyNames(home))
        try { home[name] = () => true; } catch {}
    return x;`,
  ],
  [
    'returns something that looks like a tensor',
    `return { shape: x.shape, dtype: 'float32', rank: 2, dataSync: () => Float64Array.of(0.5, 0.5), dataId: {} };`,
  ],
  [
    'returns a value that changes as it is read',
    `let n = 0; return new Proxy(x, { get: (t, k) => (k === 'shape' ? [n++] : t[k]) });`,
  ],
  ['returns NaN', 'return tf.fill([x.shape[0], x.shape[1]], NaN);'],
  ['returns nothing but zeros', 'return tf.zerosLike(x);'],
  ['returns an empty tensor', 'return tf.tensor2d([], [0, 2]);'],
  ['answers with a tensor that broadcasts', 'return tf.scalar(0.5);'],
  ['throws what nobody can look at', 'throw new Proxy({}, { getPrototypeOf() { throw 1; } });'],
  [
    'answers with as many levels as a value may have',
    'let a: any = 0; for (let i = 0; i < 63; i++) a = [a]; return a;',
  ],
  [
    'gives its entries an iterator of its own',
    `const y = tf.zerosLike(x);
    Object.defineProperty(y.dataSync(), Symbol.iterator, { value: function* () { yield 1; } });
    return y;`,
  ],
  [
    'shows old entries of an input that it overwrote',
    `const before = Array.from(x.dataSync());
    Object.defineProperty(x.dataSync(), Symbol.iterator, { value: function* () { yield* before; } });
    x.dataSync().fill(7); return tf.zerosLike(x);`,
  ],
])('a submission that %s gains nothing', async (_, body) => {
  await gainsNothing('softmax', softmax(body));
});

test('a tensor of no entries and a hundred million rows ends no law, and earns nothing', async () => {
  const right =
    'const e = tf.exp(tf.sub(x, tf.max(x, 1, true))); return tf.div(e, tf.sum(e, 1, true));';
  const huge = `const y: any = tf.tensor([], [0]); y.shape = [120_000_000, 7, 0]; return y;`;
  const { status, check, message, passed } = await gainsNothing(
    'softmax',
    softmax(`if (x.dataSync()[0] === 1001) { ${huge} } ${right}`),
  );
  expect(status).toBe('failed');
  expect(check).toBe('a constant added to a row changes nothing');
  expect(message).toMatch(/expected a tensor whose axes have at most \d+ places in all/);
  expect(passed).toHaveLength(3);
});

test('no message gives a right value away to an answer that is far off', async () => {
  const source = `export function expectation(x: any): any { return tf.fill([x.shape[0]], -1e13); }`;
  const { message } = await gainsNothing('expectation', source);
  expect(message).toMatch(/wrong by more than 1000 %/);
  expect(message.replaceAll('-10000000000000', '')).not.toMatch(/\d{5}/);
});

test('what a submission does while it is loaded gains nothing either', async () => {
  const source = `${softmax('return x;')}
    try { ${outer}['ex' + 'it'](0); } catch {}
    try { (Array.prototype as any).every = () => true; } catch {}`;
  await gainsNothing('softmax', source);
});

test('a right answer that is slow keeps its points', async () => {
  const slow = `const end = Date.now(); for (let i = 0; i < 3e7; i++) Math.sqrt(end + i);
    const e = tf.exp(tf.sub(x, tf.max(x, 1, true))); return tf.div(e, tf.sum(e, 1, true));`;
  expect(await besieged('softmax', softmax(slow))).toMatchObject({ status: 'passed', points: 10 });
});

test('the order of submissions does not matter, nor what was graded beside them', async () => {
  const home = testHome();
  const hostile = softmax(
    'for (const name of Object.getOwnPropertyNames(Math)) try { (Math as any)[name] = () => 1; } catch {} return x;',
  );
  const texts = [rightAnswers(), inPlaceOf('softmax', hostile)];
  const grade = (text: string) => gradeSubmission({ path: 'a.ts', text }, home);
  const forth = [];
  for (const text of texts) forth.push(await grade(text));
  const back = [];
  for (const text of [...texts].reverse()) back.unshift(await grade(text));
  const beside = await Promise.all(texts.map(grade));
  expect(back).toEqual(forth);
  expect(beside).toEqual(forth);
});
