import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBox } from '../../grader/box/build.mjs';
import { contract, randomTensor, seeded, tensor, values } from '../../grader/checks/index.js';
import type { Check } from '../../grader/task.js';
import { projectRoot } from '../../src/core/files.js';
import { smallLesson, withTask } from '../../tools/lessons/testing/small-lesson.js';
import { SmallProject } from '../../tools/lessons/testing/small-project.js';
import { trivialProblems } from './trivial.js';

let project: SmallProject;

beforeAll(async () => {
  await buildBox(projectRoot());
  project = new SmallProject();
});
afterAll(() => {
  project.remove();
});

/** Names of the trivial answers that earn a point from these checks of a mean of squares. */
async function earning(checks: readonly Check[], id = 'mean-square'): Promise<string[]> {
  const lesson = withTask(id, { checks });
  const task = lesson.tasks.find((candidate) => candidate.id === id);
  if (task === undefined) throw new Error(`the small lesson has no ${id}`);
  const problems = await trivialProblems(task, project.home(lesson), 1);
  return problems.map(
    (problem) => /^the trivial answer '(.+)' earns/.exec(problem)?.[1] ?? problem,
  );
}

const drawn = seeded(3, (rng) => ({ x: randomTensor(rng, [2, 3]) }));
const fixed = [1, 2].map((n) => ({
  name: `fixed ${String(n)}`,
  args: { x: tensor([2, 3], [n, 2, 3, 4, 5, n]) },
}));

test('nothing trivial earns a point from drawn inputs, fixed ones among them or not', async () => {
  expect(await earning([contract({ cases: drawn }), values({ cases: drawn, share: 1 })])).toEqual(
    [],
  );
  expect(await earning([values({ cases: [...fixed, ...drawn], share: 1 })])).toEqual([]);
  for (const task of smallLesson.tasks)
    expect(await trivialProblems(task, project.home(smallLesson), 1)).toEqual([]);
});

test('inputs that are all fixed are known by heart, under every seed', async () => {
  expect(await earning([values({ cases: fixed, share: 1 })])).toEqual([
    'the public inputs by heart',
    'recorded under another seed',
  ]);
});

test('inputs that do not change with the seed are recorded', async () => {
  const stuck = seeded(3, (_, i) => ({ x: tensor([2, 3], [i, 2, 3, 4, 5, 6]) }));
  expect(await earning([values({ cases: stuck, share: 1 })])).toEqual([
    'recorded under another seed',
  ]);
});

test('one input is met by its own answer, and zeros by zeros', async () => {
  const zeros = seeded(3, (_, i) => ({ x: tensor([2, 3 + i], new Float64Array(6 + 2 * i)) }));
  const found = await earning([values({ cases: zeros, share: 0.5 })]);
  expect(found).toContain('only 0');
  expect(await earning([values({ cases: drawn.slice(0, 1), share: 1 })])).toContain(
    "the answer to 'seeded 1' alone",
  );
});

test('a layer that changes nothing is met by an echo', async () => {
  const still = seeded(3, (rng) => ({
    p: { w: tensor([3], [1, 1, 1]), b: tensor([3], [0, 0, 0]) },
    x: randomTensor(rng, [2, 3]),
  }));
  const found = await earning([values({ cases: still, share: 1 })], 'scale');
  expect(found).toContain('echo of input 2');
  expect(found).toContain('inputs that fit');
});
