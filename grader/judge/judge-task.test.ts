import { expect, test } from 'vitest';
import {
  backward,
  contract,
  gradient,
  law,
  randomTensor,
  seeded,
  values,
} from '../checks/index.js';
import { answered, fakeSubject, gradientsOf } from '../testing/fake-subject.js';
import { all, cases, judge, map, ones, taskOf, twice, x } from '../testing/small-task.js';
import { Handle, ints, tensor, TensorValue, type Value } from '../value.js';

test('a right function passes every level with all points', async () => {
  const verdict = await judge(twice());
  expect(verdict).toMatchObject({ status: 'passed', points: 10, maxPoints: 10 });
  expect(verdict.passed).toEqual([
    'contract on 2 inputs',
    'values on 2 inputs',
    'gradients on 2 inputs',
    'twice zero is zero',
  ]);
});

test('a wrong shape fails the contract with both shapes in the axes of the task', async () => {
  const verdict = await judge(fakeSubject(() => tensor([3, 2], [1, 2, 3, 4, 5, 6])));
  expect(verdict).toMatchObject({ status: 'failed', points: 0, check: 'contract on 2 inputs' });
  expect(verdict.message).toContain('expected shape [B, D] = [2, 3], received [3, 2].');
});

test.each<[string, Value, RegExp]>([
  ['nothing', undefined, /received undefined. Did you forget return\?/],
  ['a list', [[1, 2]], /expected a tensor of shape \[B, D\] = \[2, 3\], received a list of 1/],
  ['another dtype', ints([2, 3], [2, 4, 6, 8, 10, 12]), /expected dtype float32, received int32/],
  ['NaN', tensor([2, 3], [2, 4, NaN, 8, 10, 12]), /NaN came out at \[0, 2\]/],
])('%s fails the contract', async (_, value, message) => {
  const verdict = await judge(fakeSubject(() => value));
  expect(verdict.message).toMatch(message);
  expect(verdict.points).toBe(0);
});

test('an argument that the call changed is named', async () => {
  const subject = fakeSubject(() =>
    answered(tensor([2, 3], [2, 4, 6, 8, 10, 12]), { inputsChanged: ['x'] }),
  );
  expect((await judge(subject)).message).toContain('the argument x was changed by the call');
});

test('a promise is refused, unless the task is to return one', async () => {
  const subject = fakeSubject(
    ({ x: of }) =>
      answered(
        map(of, (e) => 2 * e),
        { promised: true },
      ),
    ones,
  );
  const refused = await judge(subject);
  expect(refused).toMatchObject({ status: 'failed', points: 0, check: 'contract on 2 inputs' });
  expect(refused.message).toMatch(/received a promise of it. Take 'async' and 'await' away/);
  expect(await judge(subject, { ...all, promises: true })).toMatchObject({ status: 'passed' });
});

test('a function that was handed out may return no promise either', async () => {
  const handed = {
    ...fakeSubject(() => new Handle(0)),
    handle: () => Promise.resolve(answered(3, { promised: true })),
  };
  const task = taskOf([
    law({
      title: 'three',
      share: 1,
      holds: async (ask) => {
        await ask.handle(await ask({}), []);
        return undefined;
      },
    }),
  ]);
  expect((await judge(handed, task)).message).toMatch(/^three: .*received a promise/);
});

test('another answer the second time fails the contract', async () => {
  let calls = 0;
  const subject = fakeSubject(({ x: of }) => map(of, (entry) => 2 * entry + 1e-3 * calls++));
  expect((await judge(subject)).message).toContain('the same call gave another answer');
});

test('wrong values say how many are right and where the first wrong one is, never the answer', async () => {
  const wrongLast = fakeSubject(({ x: of }) =>
    of instanceof TensorValue
      ? tensor(
          of.shape,
          of.data.map((entry, i) => (i % 3 === 2 ? 17 : 2 * entry)),
        )
      : undefined,
  );
  const { message, points } = await judge(wrongLast);
  expect(message).toContain('4 of 6 entries of [B, D] = [2, 3] are right');
  expect(message).toContain('at [0, 2], is 17');
  expect(message).toContain('only at D = 2 (the last)');
  expect(message).not.toContain('12');
  expect(points).toBe(0);
});

test('what a wrong tensor is in terms of the right one is said only if it holds on all inputs', async () => {
  expect((await judge(twice((entry) => -2 * entry))).message).toMatch(/exactly the negative/);
  const mixed = fakeSubject(({ x: of }) => map(of, (e) => (of === x ? -2 * e : 4 * e)));
  expect((await judge(mixed)).message).not.toMatch(/negative|multiple|times/);
});

/** A task of fixed and drawn inputs, and a function that is right where `knows` says so. */
const inPart = (knows: (of: Value | undefined) => boolean) => {
  const drawn = seeded(3, (rng) => ({ x: randomTensor(rng, [2, 3]) }));
  const task = taskOf([values({ cases: [...cases, ...drawn], share: 1 })]);
  const isRight = (of: Value | undefined) => of === x || knows(of);
  return judge(
    fakeSubject(({ x: of }) => map(of, (entry) => (isRight(of) ? 2 * entry : 9))),
    task,
  );
};

const isLong = (of: Value | undefined) => of instanceof TensorValue && of.data[0] !== 0.5;

test('points are earned by case where most of the drawn inputs are right', async () => {
  const verdict = await inPart(isLong);
  expect(verdict).toMatchObject({ status: 'failed', points: 8, check: 'values on 5 inputs' });
  expect(verdict.message).toContain('4 of 5 inputs came out right.');
});

test('inputs that are fixed and few of the drawn ones earn nothing', async () => {
  const byHeart = await inPart(() => false);
  expect(byHeart.message).toContain('1 of 5 inputs came out right.');
  expect(byHeart.points).toBe(0);
  let met = 0;
  expect((await inPart((of) => isLong(of) && met++ === 0)).points).toBe(0);
});

test('points of the form count once a check of values has passed', async () => {
  const form = contract({ cases, share: 0.5 });
  const task = taskOf([form, values({ cases, share: 0.5 })]);
  const kept = await judge(
    twice(() => 0),
    task,
  );
  expect(kept).toMatchObject({ status: 'failed', points: 0, passed: ['contract on 2 inputs'] });
  const halves = taskOf([
    form,
    values({ cases, share: 0.25 }),
    gradient({ cases, withRespectTo: ['x'], share: 0.25 }),
  ]);
  const cut = fakeSubject(
    ({ x: of }) => map(of, (e) => 2 * e),
    () => gradientsOf({ x: null }),
  );
  expect(await judge(cut, halves)).toMatchObject({ points: 7.5 });
});

test('a contract is kept or not: half of its inputs earn nothing', async () => {
  const cases = [x, tensor([1, 3], [1, 2, 3])].map((of, i) => ({
    name: String(i),
    args: { x: of },
  }));
  const task = taskOf([contract({ cases, share: 1 })]);
  const subject = fakeSubject(({ x: of }) => (of === x ? map(of, (e) => 2 * e) : undefined));
  expect(await judge(subject, task)).toMatchObject({ status: 'failed', points: 0 });
});

test('a forbidden way that shows late costs what was earned before', async () => {
  let calls = 0;
  const subject = fakeSubject(({ x: of }) =>
    ++calls > 4 ? { kind: 'forbidden', what: 'tf.softmax' } : map(of, (e) => 2 * e),
  );
  const late = taskOf([
    contract({ cases, share: 0.5 }),
    values({ cases: [{ name: 'third', args: { x } }], share: 0.5 }),
  ]);
  expect(await judge(subject, late)).toMatchObject({ status: 'failed', points: 0 });
});

test('far more tensors left behind than the library leaves are advice, not a failure', async () => {
  const leaking = (tensors: number) =>
    fakeSubject(
      ({ x: of }) =>
        answered(
          map(of, (e) => 2 * e),
          { tensorsLeaked: tensors },
        ),
      ones,
    );
  const verdict = await judge(leaking(5000));
  expect(verdict).toMatchObject({ status: 'passed', points: 10 });
  expect(verdict.advice).toMatch(/leaves 5000 tensors behind, the library's own 0\..*tf.tidy/);
  expect((await judge(leaking(20))).advice).toBeUndefined();
});

test('a wrong gradient is named by its argument, and the level before it is passed', async () => {
  const none = fakeSubject(
    ({ x: of }) => map(of, (entry) => 2 * entry),
    () => gradientsOf({ x: null }),
  );
  const verdict = await judge(none);
  expect(verdict).toMatchObject({ points: 5, check: 'gradients on 2 inputs' });
  expect(verdict.passed).toContain('values on 2 inputs');
  expect(verdict.message).toMatch(/d x: .*wrong by 100 %/s);
});

test('a backward pass by hand is judged parameter by parameter', async () => {
  const right = { dw: tensor([2], [1, 2]), db: tensor([1], [3]) };
  const task = taskOf([
    backward({ cases: [{ name: 'one', args: { x }, expected: right }], share: 1 }),
  ]);
  const subject = fakeSubject(() => ({ ...right, dw: tensor([2], [1.31, 2.62]) }));
  const { message } = await judge(subject, task);
  expect(message).toContain('dw: wrong by 31 %; db right.');
});

test('a law that fails says what it found', async () => {
  const verdict = await judge(
    fakeSubject(({ x: of }) => map(of, (entry) => (entry === 0 ? 1 : 2 * entry)), ones),
  );
  expect(verdict).toMatchObject({ points: 8, check: 'twice zero is zero' });
  expect(verdict.message).toBe('twice zero is zero: zero moved.');
});

test('a law that throws at an odd answer is a failure of the answer', async () => {
  const task = taskOf([
    law({
      title: 'long enough',
      share: 1,
      holds: async (ask) => ((await ask({})) as string).trim(),
    }),
  ]);
  const verdict = await judge(
    fakeSubject(() => 3),
    task,
  );
  expect(verdict).toMatchObject({ status: 'failed', points: 0 });
});

test.each([
  [{ kind: 'threw', name: 'Error', message: 'boom', line: 7 }, 'error', /Error at line 7: boom/],
  [{ kind: 'threw', name: 'Error', message: 'boom' }, 'error', /look at what it calls first/],
  [{ kind: 'threw', name: 'ReferenceError', message: 'x is not defined' }, 'error', /spelling/],
  [
    { kind: 'threw', name: 'RangeError', message: 'Maximum call stack size exceeded' },
    'error',
    /calls itself without end/,
  ],
  [{ kind: 'timeout', milliseconds: 5000, of: 'cpu' }, 'timeout', /5 s of computing/],
  [{ kind: 'timeout', milliseconds: 5000, of: 'wall' }, 'timeout', /await/],
  [
    { kind: 'timeout', milliseconds: 15_000, of: 'cpu', inAll: true },
    'timeout',
    /: all calls so far took more than 15 s of computing together\. Make/,
  ],
  [
    { kind: 'timeout', milliseconds: 30_000, of: 'wall', inAll: true },
    'timeout',
    /: all calls so far took more than 30 s together\. Make/,
  ],
  [{ kind: 'out-of-memory', megabytes: 384 }, 'out-of-memory', /384 MB/],
  [{ kind: 'killed', reason: 'exit 0' }, 'killed', /exit 0/],
  [
    { kind: 'forbidden', what: 'tf.softmax', line: 3 },
    'failed',
    /^Line 3: tf.softmax may not be used/,
  ],
  [{ kind: 'unattempted' }, 'unattempted', /Not written yet/],
  [{ kind: 'infra-error', reason: 'no memory' }, 'infra-error', /not your code's fault/],
] as const)('%j ends as %s', async (failure, status, message) => {
  const verdict = await judge(fakeSubject(() => failure));
  expect(verdict).toMatchObject({ status, points: 0 });
  expect(verdict.message).toMatch(message);
});

test('a verdict says how far the function came, and where a tensor is wrong in part', async () => {
  const { ladder, errorMap } = await judge(twice((entry) => (entry === 2 ? 0 : 2 * entry)));
  expect(ladder?.map(({ came }) => came)).toEqual([
    'passed',
    'failed',
    'not reached',
    'not reached',
  ]);
  expect(errorMap).toMatchObject({ name: 'the result', axes: ['B', 'D'] });
  expect(errorMap?.steps).toEqual([
    [0, 2, 0],
    [0, 0, 0],
  ]);
  const passed = await judge(twice());
  expect(passed.ladder?.every(({ came }) => came === 'passed')).toBe(true);
  expect(passed.errorMap).toBeUndefined();
});
