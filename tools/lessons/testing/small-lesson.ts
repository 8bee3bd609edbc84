import { contract, gradient, randomTensor, seeded, values } from '../../../grader/checks/index.js';
import type { Lesson, Task } from '../../../grader/task.js';

const cases = seeded(2, (rng) => ({
  p: { w: randomTensor(rng, [3], 1), b: randomTensor(rng, [3], 1) },
  x: randomTensor(rng, [2, 3], 1),
}));

const inputs = seeded(2, (rng) => ({ x: randomTensor(rng, [2, 3], 1) }));

const scale: Task = {
  id: 'scale',
  title: 'Scale and shift',
  from: 'src/layers/scale.ts',
  name: 'scale',
  kind: 'write',
  core: true,
  points: 4,
  difficulty: 1,
  minutes: 5,
  needs: [],
  forbidden: [],
  hints: ['Two operations.', 'First the weights, then the bias.'],
  checks: [
    contract({ cases, axes: { '': 'B D' } }),
    values({ cases, share: 0.5 }),
    gradient({ cases, withRespectTo: ['p.w', 'p.b', 'x'], share: 0.5 }),
  ],
};

const scaleTwice: Task = {
  ...scale,
  id: 'scale-twice',
  title: 'Once more',
  name: 'scaleTwice',
  kind: 'debug',
  core: false,
  points: 1,
  needs: ['scale'],
  hints: ['Count the calls.', 'What is the second one given?'],
  wrongVersion: 'once',
  checks: [contract({ cases }), values({ cases, share: 1 })],
};

const meanSquare: Task = {
  ...scale,
  id: 'mean-square',
  title: 'The mean of squares',
  from: 'src/metrics/mean-square.ts',
  name: 'meanSquare',
  kind: 'derive',
  hints: ['Along which axis?', 'mean of the squares of each row'],
  checks: [contract({ cases: inputs }), values({ cases: inputs, share: 1 })],
};

/** A lesson of three tasks, one of each way of making a stub. */
export const smallLesson: Lesson = {
  stem: '90-small',
  title: 'A small lesson',
  version: 1,
  needs: [],
  tasks: [scale, scaleTwice, meanSquare],
};

/** The small lesson with one of its tasks changed. */
export function withTask(id: string, change: Partial<Task>): Lesson {
  const tasks = smallLesson.tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
  return { ...smallLesson, tasks };
}
