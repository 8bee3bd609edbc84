import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBox } from '../../grader/box/build.mjs';
import { caseUnder } from '../../grader/judge/run-check.js';
import type { Lesson, Task } from '../../grader/task.js';
import { projectRoot } from '../../src/core/files.js';
import { compileLessons } from '../../tools/lessons/compile.js';
import { writeMade } from '../../tools/lessons/made-file.js';
import { smallLesson, withTask } from '../../tools/lessons/testing/small-lesson.js';
import { SmallProject } from '../../tools/lessons/testing/small-project.js';
import { reportOf, type LessonProof } from './proof.js';
import { proveLesson } from './prove-lesson.js';
import { renderReport } from './render.js';

const bank = (task: string) => `lessons/90-small/mistakes/${task}.ts`;
const projects: SmallProject[] = [];

beforeAll(async () => {
  await buildBox(projectRoot());
});
afterAll(() => {
  for (const project of projects) project.remove();
});

function newProject(): SmallProject {
  const project = new SmallProject();
  projects.push(project);
  return project;
}

async function prove(project: SmallProject, lesson: Lesson): Promise<LessonProof> {
  return proveLesson(project.home(lesson), [lesson], () => undefined);
}

async function makeFiles(project: SmallProject): Promise<void> {
  const { files } = await compileLessons(project.root, [smallLesson]);
  for (const file of files) writeMade(project.root, file);
}

const problemsOf = ({ tasks }: LessonProof, id: string) =>
  tasks.find((task) => task.id === id)?.problems;

test('a lesson that is right is proven, and its report says how', async () => {
  const project = newProject();
  await makeFiles(project);
  const counts: [number, number][] = [];
  const proof = await proveLesson(project.home(smallLesson), [smallLesson], (done, all) => {
    counts.push([done, all]);
  });
  const report = reportOf([proof]);
  expect(proof.problems).toEqual([]);
  expect(proof.tasks.flatMap(({ problems }) => problems)).toEqual([]);
  expect(report.proven).toBe(true);
  expect(proof.tasks[0]).toMatchObject({
    id: 'scale',
    key: 4,
    stub: 'unattempted',
    mistakes: { 'bias-first': 'bias-first', 'bias-forgotten': 'bias-forgotten' },
    variants: { 'with-tfjs': 4, 'factor-first': 4 },
    mutants: { explained: [], survived: [] },
  });
  expect(counts.at(-1)?.[0]).toBe(counts.at(-1)?.[1]);
  const text = renderReport(report);
  expect(text).toContain('ok scale: key 4 of 4; stub unattempted; variants 2 of 2;');
});

test('one task is proven alone', async () => {
  const project = newProject();
  await makeFiles(project);
  const [, second] = smallLesson.tasks;
  if (second === undefined) throw new Error('the small lesson has no second task');
  const home = project.home(smallLesson);
  const proof = await proveLesson(home, [smallLesson], () => undefined, [second]);
  expect(proof.tasks.map(({ id }) => id)).toEqual([second.id]);
  expect(proof.problems).toEqual([]);
  expect(reportOf([proof]).proven).toBe(true);
});

describe('in a lesson that is wrong in many places', () => {
  let proof: LessonProof;
  beforeAll(async () => {
    const project = newProject();
    await makeFiles(project);
    project.edit('src/layers/scale.ts', '@param p weights', '@param p the weights');
    project.edit('lessons/90-small/lesson.md', 'Begin here.', 'Begin there.');
    project.edit(bank('scale'), "'mul(add(x, p.b), p.w)'", "'mul(x, p.w)'");
    project.edit(bank('scale'), 'tf.add(p.b, tf.mul(p.w, x))', 'tf.add(p.w, tf.mul(p.w, x))');
    project.edit(bank('scale-twice'), 'const y = named(p, x);', 'const y = named(p, named(p, x));');
    loseBank(project);
    const equivalentEdits = { 'sub becomes add: sub(a, b)': 'a reason' };
    proof = await prove(project, withTask('mean-square', { equivalentEdits, hints: ['One.'] }));
  });

  /** Leaves two mistakes and a variant. */
  function loseBank(project: SmallProject): void {
    const whole = project.read(bank('mean-square'));
    const mistakes = whole.slice(0, whole.indexOf("    'root-taken'"));
    const variants = whole.slice(whole.indexOf('  variants: {')).replace(/ {4}'by-hand'.*\n/, '');
    project.write(bank('mean-square'), `${mistakes}  },\n${variants}`);
  }

  test('each stale file is named', () => {
    expect(proof.problems).toEqual([
      'notebooks/90-small.ipynb is outdated. Run `npm run lessons`.',
      'teaching/90-small.md is outdated. Run `npm run lessons`.',
      'exercises/90-small.ts is outdated. Run `npm run lessons`.',
      'solutions/90-small.ts is outdated. Run `npm run lessons`.',
    ]);
  });

  test('mistakes that no message tells apart, and a variant that loses points', () => {
    expect(problemsOf(proof, 'scale')).toEqual([
      expect.stringMatching(/^mistake 'bias-forgotten' is named as nothing \(failed at 'values/),
      expect.stringMatching(/^mistake 'bias-first' is named as nothing/),
      expect.stringMatching(/^variant 'factor-first': expected full points, received failed/),
    ]);
  });

  test('a mistake that is right', () => {
    expect(problemsOf(proof, 'scale-twice')).toEqual([
      "mistake 'once' keeps full points. Add a case on which it shows.",
    ]);
  });

  test('an explanation of nothing; too few mistakes, variants and hints', () => {
    expect(problemsOf(proof, 'mean-square')).toEqual([
      "equivalentEdits explains 'sub becomes add: sub(a, b)', which is no surviving edit. Remove it.",
      'expected at least 3 mistakes, received 2. Write more.',
      'expected at least 2 variants, received 1. Write more.',
      'expected at least 2 hints, received 1. Write more.',
    ]);
  });
});

/** The small lesson's last task alone. */
function meanSquareAlone(change: Partial<Task> = {}): Lesson {
  const tasks = withTask('mean-square', change).tasks.filter(({ id }) => id === 'mean-square');
  return { ...smallLesson, tasks };
}

test('a key that is wrong is reported', async () => {
  const checks = (smallLesson.tasks[2]?.checks ?? []).map((check) =>
    check.kind === 'values'
      ? { ...check, cases: check.cases.map((one) => ({ ...caseUnder(one, 1), expected: 5 })) }
      : check,
  );
  const proof = await prove(newProject(), meanSquareAlone({ checks }));
  expect(problemsOf(proof, 'mean-square')?.[0]).toMatch(
    /^the answer key: expected full points, received failed/,
  );
});

test('an edit of the key that keeps all points is reported, until it is explained', async () => {
  const project = newProject();
  project.edit('src/metrics/mean-square.ts', 'square(x);', 'square(add(x, 0));');
  project.edit('src/metrics/mean-square.ts', '{ mean, square }', '{ add, mean, square }');
  const survivors = ['add becomes sub: add(x, 0)', '0 left out: add(x, 0)'];
  const problems = problemsOf(await prove(project, meanSquareAlone()), 'mean-square');
  expect(problems).toEqual(
    survivors.map(
      (name) =>
        `mutant '${name}' keeps full points. Add a case or a check that sees it, or explain it in equivalentEdits of the task.`,
    ),
  );
  const equivalentEdits = Object.fromEntries(survivors.map((name) => [name, 'x + 0 is x']));
  const proof = await prove(project, meanSquareAlone({ equivalentEdits }));
  expect(problemsOf(proof, 'mean-square')).toEqual([]);
  expect(proof.tasks[0]?.mutants).toMatchObject({ explained: survivors, survived: [] });
});

test('an edit of the key that never ends leaves the others', async () => {
  const project = newProject();
  project.edit(
    'src/metrics/mean-square.ts',
    '  return square(x);',
    '  let y = x;\n  for (let i = 0; i < 1; i += 1) y = square(y);\n  return y;',
  );
  const [task] = (await prove(project, meanSquareAlone())).tasks;
  expect(task?.problems.filter((problem) => problem.includes('+= becomes -='))).toEqual([]);
  expect(task?.mutants.survived).toEqual(['1 becomes 2: i += 1']);
  expect(task?.mutants.made).toBeGreaterThan(8);
}, 120_000);

test('a function that is not there is reported', async () => {
  const { problems, tasks } = await prove(newProject(), withTask('scale', { name: 'scaled' }));
  expect(tasks).toEqual([]);
  expect(problems).toContain(
    "src/layers/scale.ts:1: has no 'scaled', which the task 'scale' names.",
  );
});

test('a mistake that leans on what no submission has is reported', async () => {
  const project = newProject();
  project.edit(bank('mean-square'), "mean('B D -> B', x),", 'meanSquare(x),');
  const imported = "import { meanSquare } from '../../../src/metrics/mean-square.js';";
  project.edit(bank('mean-square'), 'export const bank', `${imported}\nexport const bank`);
  const problems = problemsOf(await prove(project, meanSquareAlone()), 'mean-square');
  expect(problems?.[0]).toContain("mistake 'square-forgotten' is no submission:");
  expect(problems?.[0]).toContain("a version of 'mean-square' calls the library's 'meanSquare'.");
});
