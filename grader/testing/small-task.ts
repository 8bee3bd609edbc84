/** A task whose right function doubles, judged on subjects without a process. */
import { contract, gradient, law, values } from '../checks/index.js';
import type { KnownMistake } from '../judge/diagnose.js';
import { judgeTask } from '../judge/judge-task.js';
import { makeReferences } from '../judge/references.js';
import type { Subject } from '../judge/subject.js';
import type { Case, Check, Task } from '../task.js';
import { tensor, TensorValue, type Value } from '../value.js';
import { fakeSubject, gradientsOf } from './fake-subject.js';

export const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
const y = tensor([2, 3], [0.5, -1, 2, 7, 1, 1]);
export const cases: readonly Case[] = [
  { name: 'first', args: { x } },
  { name: 'second', args: { x: y } },
];

export const taskOf = (checks: readonly Check[]): Task => ({
  id: 'twice',
  title: 'Twice',
  from: 'twice.ts',
  name: 'twice',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 1,
  needs: [],
  forbidden: [],
  hints: [],
  checks,
});

export const all = taskOf([
  contract({ cases, axes: { '': 'B D' } }),
  values({ cases, share: 0.5 }),
  gradient({ cases, withRespectTo: ['x'], share: 0.3 }),
  law({
    title: 'twice zero is zero',
    share: 0.2,
    holds: async (ask) => {
      const zero = await ask({ x: tensor([1, 1], [0]) });
      return zero instanceof TensorValue && zero.data[0] === 0 ? undefined : 'zero moved.';
    },
  }),
]);

export const map = (of: Value | undefined, f: (entry: number) => number): Value =>
  of instanceof TensorValue ? tensor(of.shape, of.data.map(f)) : undefined;
export const ones = () => gradientsOf({ x: tensor([2, 3], [2, 2, 2, 2, 2, 2]) });
export const twice = (f: (entry: number) => number = (entry) => 2 * entry) =>
  fakeSubject(({ x: of }) => map(of, f), ones);

export const judge = (subject: Subject, task = all, known: readonly KnownMistake[] = []) =>
  judgeTask({
    task,
    subject,
    references: makeReferences(twice()),
    mistakes: () => Promise.resolve(known),
    seed: 1,
  });

export const slip = (id: string, subject: Subject): KnownMistake => ({
  id,
  place: `place of ${id}`,
  probe: `probe of ${id}`,
  cause: `cause of ${id}`,
  subject,
});
