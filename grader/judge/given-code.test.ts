/** What a debug task gives out is worth nothing by itself. */
import { expect, test } from 'vitest';
import { values } from '../checks/index.js';
import { fakeSubject } from '../testing/fake-subject.js';
import { judge, map, slip, taskOf } from '../testing/small-task.js';
import { tensor } from '../value.js';

const [a, b, c] = [1, 2, 3].map((n) => tensor([2, 3], [n, 2, 3, 4, 5, 6]));
const check = (x: typeof a, share: number, title: string) =>
  values({ title, cases: [{ name: title, args: { x } }], share });
const task = {
  ...taskOf([check(a, 0.2, 'a'), check(b, 0.3, 'b'), check(c, 0.5, 'c')]),
  wrongVersion: 'given',
};

const rightOn = (...known: readonly (typeof a)[]) =>
  fakeSubject(({ x }) => map(x, (entry) => (known.some((one) => one === x) ? 2 * entry : 9)));
const verdictOn = (...known: readonly (typeof a)[]) =>
  judge(rightOn(...known), task, [slip('given', rightOn(a))]);

test('code that behaves as it was given earns nothing, and is told so', async () => {
  const verdict = await verdictOn(a);
  expect(verdict).toMatchObject({ status: 'failed', points: 0, mistake: 'given', passed: ['a'] });
  expect(verdict.message).toMatch(/\nWhat the given code does right already earns no points\.$/);
});

test.each([
  ['nothing', [], 0],
  ['another part', [b], 1.2],
  ['more', [a, b], 3.7],
  ['all', [a, b, c], 10],
] as const)('where %s is right, what is beyond the given code counts', async (_, known, points) => {
  expect(await verdictOn(...known)).toMatchObject({ points });
});

test('where a task gives out no code, what is right counts', async () => {
  const { wrongVersion, ...other } = task;
  const verdict = await judge(rightOn(a), other, [slip(wrongVersion, rightOn(a))]);
  expect(verdict).toMatchObject({ points: 2 });
  expect(verdict.message).not.toContain('given code');
});
