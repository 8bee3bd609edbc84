import { expect, test } from 'vitest';
import type { TaskVerdict } from '../../grader/verdict.js';
import { taskOf } from '../../grader/testing/small-task.js';
import { judgeTrials, type Tried } from './judge-trials.js';
import type { Trial } from './submissions.js';

const task = { ...taskOf([]), hints: ['One.', 'Two.'] };

const verdict = (more: Partial<TaskVerdict>): TaskVerdict => ({
  ...{ id: task.id, status: 'failed', points: 0, maxPoints: 10, message: '', passed: [], help: [] },
  ...more,
});
const right = verdict({ status: 'passed', points: 10 });
const untouched = verdict({ status: 'unattempted' });

const tried = (kind: Trial['kind'], name: string, of: TaskVerdict): Tried => ({
  trial: { task, kind, name },
  verdict: of,
});
const variants = [tried('variant', 'a', right), tried('variant', 'b', right)];
const mistakes = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    tried('mistake', `m${String(i)}`, verdict({ mistake: `m${String(i)}` })),
  );

const problems = (trials: readonly Tried[], of = task, stub = untouched) =>
  judgeTrials(of, right, stub, [...variants, ...trials]).problems;

test.each([
  [2, true, ['expected at least 3 mistakes, received 2. Write more.']],
  [3, true, []],
  [8, true, []],
  [9, true, ['expected at most 8 mistakes, received 9. Leave out the rarest.']],
  [4, false, []],
  [5, false, ['expected at most 4 mistakes, received 5. Leave out the rarest.']],
])('%i mistakes of a task that is core: %s', (count, core, expected) => {
  expect(problems(mistakes(count), { ...task, core })).toEqual(expected);
});

test('a stub that earns points is reported', () => {
  expect(problems(mistakes(3), task, right)).toEqual([
    'the stub: expected unattempted and 0 points, received passed, 10 of 10 points: ',
  ]);
});

test('a mistake that is graded otherwise when it is handed in is reported', () => {
  const handedIn = (of: Partial<TaskVerdict>) => [
    ...mistakes(3),
    tried('submitted mistake', 'm1', verdict(of)),
  ];
  expect(problems(handedIn({ mistake: 'm1' }))).toEqual([]);
  expect(problems(handedIn({ check: 'allowed ways' }))).toEqual([
    "mistake 'm1' comes out otherwise when it is handed in (failed at 'allowed ways', 0 of 10 points: ). Use nothing in it that a submission may not use.",
  ]);
});
