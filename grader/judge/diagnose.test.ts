import { expect, test } from 'vitest';
import { fakeSubject, gradientsOf } from '../testing/fake-subject.js';
import { all, judge, map, slip, twice } from '../testing/small-task.js';

test('the one known mistake that gives the same wrong answer is named, with help in rising order', async () => {
  const known = [
    slip(
      'thrice',
      twice((entry) => 3 * entry),
    ),
    slip(
      'halved',
      twice((e) => e / 2),
    ),
  ];
  const verdict = await judge(
    twice((entry) => 3 * entry),
    all,
    known,
  );
  expect(verdict.mistake).toBe('thrice');
  expect(verdict.help).toEqual(['place of thrice', 'probe of thrice', 'cause of thrice']);
});

test('two mistakes that look alike are not named, and neither is a right one', async () => {
  const alike = [
    slip(
      'a',
      twice((e) => 3 * e),
    ),
    slip(
      'b',
      twice((e) => e + e + e),
    ),
  ];
  expect(
    (
      await judge(
        twice((e) => 3 * e),
        all,
        alike,
      )
    ).mistake,
  ).toBeUndefined();
  expect(
    (
      await judge(
        twice((e) => 4 * e),
        all,
        alike,
      )
    ).mistake,
  ).toBeUndefined();
});

test('a mistake is known by its gradient, its finding and its exception, too', async () => {
  const detached = fakeSubject(
    ({ x: of }) => map(of, (e) => 2 * e),
    () => gradientsOf({ x: null }),
  );
  const moved = twice((entry) => (entry === 0 ? 1 : 2 * entry));
  const throwing = fakeSubject(() => ({ kind: 'threw', name: 'RangeError', message: 'off' }));
  const known = [slip('detached', detached), slip('moved', moved), slip('throwing', throwing)];
  expect((await judge(detached, all, known)).mistake).toBe('detached');
  expect((await judge(moved, all, known)).mistake).toBe('moved');
  expect((await judge(throwing, all, known)).mistake).toBe('throwing');
});

test('a mistake that fails what the submission passed is not named, however alike they fail', async () => {
  const alone = twice((entry) => (entry === 0 ? 1 : 2 * entry));
  const everywhere = slip(
    'everywhere',
    twice((entry) => 2 * entry + 1),
  );
  const { check, mistake } = await judge(alone, all, [everywhere]);
  expect(check).toBe('twice zero is zero');
  expect(mistake).toBeUndefined();
});
