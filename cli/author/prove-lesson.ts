import type { LessonHome } from '../../grader/lesson-home.js';
import { defaultSeed, gradeSubmission, inParallel } from '../../grader/grade.js';
import type { Lesson, Task } from '../../grader/task.js';
import type { SubmissionReport, TaskVerdict } from '../../grader/verdict.js';
import { compileLessons, makeKey, makeStub } from '../../tools/lessons/compile.js';
import { describeStale, staleFiles } from '../../tools/lessons/stale.js';
import { judgeTrials, type Tried } from './judge-trials.js';
import type { LessonProof, TaskProof } from './proof.js';
import { trialsOf, type Trial } from './submissions.js';
import { trivialProblems } from './trivial.js';

/** Called as trials end: how many of how many are done. */
export type Progress = (done: number, all: number) => void;

const boxesAtOnce = 2;

/**
 * Proves a lesson: its key, its stub, every mistake, every variant, every small edit of the key,
 * and that nothing made of it is stale.
 *
 * @param course the lesson and where its code lies
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

  const made = new Map(only.map((t) => [t.id, trialsOf(root, lesson, lessons, t)]));
  const trials = [...made.values()].flatMap((one) => one.trials);
  const trivial = await inParallel(only, boxesAtOnce, (of) => trivialProblems(of, home, seed));
  let done = 0;
  const tried = await inParallel(trials, boxesAtOnce, async (trial): Promise<Tried> => {
    const verdict = await gradeTrial(trial, withoutWrongVersions(home), path, seed);
    progress(++done, trials.length);
    return { trial, verdict };
  });
  return only.map((task, at) => {
    const own = tried.filter(({ trial }) => trial.task.id === task.id);
    const proof = judgeTrials(task, verdictOn(task, key), verdictOn(task, stub), own);
    const others = [...(made.get(task.id)?.problems ?? []), ...(trivial[at] ?? [])];
    return { ...proof, problems: [...others, ...proof.problems] };
  });
}

async function gradeTrial(
  { task, kind, text }: Trial,
  home: LessonHome,
  path: string,
  seed: number,
): Promise<TaskVerdict> {
  // Nobody asks what an edit was named as, and an answer costs every mistake's run.
  const options = { tasks: [task.id], parallel: 1, diagnosis: kind !== 'mutant', seed };
  return verdictOn(task, await gradeSubmission({ path, text }, home, options));
}

/** A wrong version that is handed out counts as unwritten; here it is a mistake to be named. */
function withoutWrongVersions(home: LessonHome): LessonHome {
  const tasks = home.lesson.tasks.map((task): Task => {
    const { wrongVersion, ...others } = task;
    return wrongVersion === undefined ? task : others;
  });
  return { ...home, lesson: { ...home.lesson, tasks } };
}

function verdictOn(task: Task, report: SubmissionReport): TaskVerdict {
  const found = report.tasks.find(({ id }) => id === task.id);
  if (found === undefined) throw new Error(`the grader's report lacks the task '${task.id}'.`);
  return found;
}
