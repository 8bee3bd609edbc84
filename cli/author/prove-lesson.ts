import type { LessonHome } from '../../grader/lesson-home.js';
import { defaultSeed, gradeSubmission, inParallel } from '../../grader/grade.js';
import type { Lesson, Task } from '../../grader/task.js';
import type { SubmissionReport, TaskVerdict } from '../../grader/verdict.js';
import { compileLessons, makeKey, makeStub } from '../../tools/lessons/compile.js';
import { describeStale, staleFiles } from '../../tools/lessons/stale.js';
import { judgeTrials, type Tried } from './judge-trials.js';
import { tryEdits, tryMistakes } from './own-trials.js';
import type { LessonProof, TaskProof } from './proof.js';
import { trialsOf, type Submitted } from './submissions.js';
import { trivialProblems } from './trivial.js';

/** Called as trials end: how many of how many are done. */
export type Progress = (done: number, all: number) => void;

const boxesAtOnce = 2;

/**
 * Proves a lesson: its key, its stub, every mistake, every variant, every small edit of the key,
 * and that nothing made of it is stale.
 *
 * @param home the lesson and where its code lies
 * @param lessons all lessons, in order
 * @param only tasks to prove; default: all of the lesson
 * @param seed of what is drawn
 */
export async function proveLesson(
  home: LessonHome,
  lessons: readonly Lesson[],
  progress: Progress,
  only: readonly Task[] = home.lesson.tasks,
  seed = defaultSeed,
): Promise<LessonProof> {
  const { lesson, root } = home;
  const made = await compileLessons(root, lessons, [lesson]);
  const problems = [
    ...made.problems.map(({ message }) => message),
    ...staleFiles(root, made.files).map(describeStale),
  ];
  try {
    const tasks = await proveTasks(home, lessons, progress, only, seed);
    return { lesson: lesson.stem, tasks, problems };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = problems.includes(message);
    return { lesson: lesson.stem, tasks: [], problems: known ? problems : [...problems, message] };
  }
}

async function proveTasks(
  home: LessonHome,
  lessons: readonly Lesson[],
  progress: Progress,
  only: readonly Task[],
  seed: number,
): Promise<TaskProof[]> {
  const { lesson, root } = home;
  const path = `exercises/${lesson.stem}.ts`;
  const tasks = only.map(({ id }) => id);
  const whole = async (text: string) =>
    gradeSubmission({ path, text }, home, { tasks, parallel: boxesAtOnce, seed });
  const key = await whole(await makeKey(root, lesson, lessons));
  const stub = await whole(await makeStub(root, lesson, lessons));

  const made = only.map((task) => ({ task, ...trialsOf(root, lesson, lessons, task) }));
  const all = made.flatMap((one) => [...one.mistakes, ...one.edits, ...one.submitted]).length;
  const trivial = await inParallel(only, boxesAtOnce, (of) => trivialProblems(of, home, seed));
  let done = 0;
  const count = () => {
    progress(++done, all);
  };
  // The longest begin first.
  const jobs: (() => Promise<readonly Tried[]>)[] = [];
  for (const { task, edits } of made) jobs.push(() => tryEdits(home, task, edits, seed, count));
  for (const { task } of made) jobs.push(() => tryMistakes(home, task, seed, count));
  for (const trial of made.flatMap(({ submitted }) => submitted))
    jobs.push(async () => {
      const verdict = await gradeSubmitted(trial, home, path, seed);
      count();
      return [{ trial, verdict }];
    });
  const tried = (await inParallel(jobs, boxesAtOnce, (job) => job())).flat();
  return made.map(({ task, problems }, at) => {
    const own = tried.filter(({ trial }) => trial.task.id === task.id);
    const proof = judgeTrials(task, verdictOn(task, key), verdictOn(task, stub), own);
    return { ...proof, problems: [...problems, ...(trivial[at] ?? []), ...proof.problems] };
  });
}

async function gradeSubmitted(
  { task, text }: Submitted,
  home: LessonHome,
  path: string,
  seed: number,
): Promise<TaskVerdict> {
  // A wrong version that is given out counts as unwritten; here it is a mistake to be named.
  const options = { tasks: [task.id], parallel: 1, seed, gradeGiven: true };
  return verdictOn(task, await gradeSubmission({ path, text }, home, options));
}

function verdictOn(task: Task, report: SubmissionReport): TaskVerdict {
  const found = report.tasks.find(({ id }) => id === task.id);
  if (found === undefined) throw new Error(`the grader's report lacks the task '${task.id}'.`);
  return found;
}
