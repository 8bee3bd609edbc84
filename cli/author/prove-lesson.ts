import type { Course } from '../../grader/course.js';
import { gradeSubmission, inParallel } from '../../grader/grade.js';
import type { Lesson, Task } from '../../grader/task.js';
import type { SubmissionReport, TaskVerdict } from '../../grader/verdict.js';
import { compileLessons, makeKey, makeStub } from '../../tools/lessons/compile.js';
import { describeStale, staleFiles } from '../../tools/lessons/stale.js';
import { judgeTrials, type Tried } from './judge-trials.js';
import type { LessonProof, TaskProof } from './proof.js';
import { trialsOf, type Trial } from './submissions.js';

/** Called as trials end: how many of how many are done. */
export type Progress = (done: number, all: number) => void;

const boxesAtOnce = 2;

/**
 * Proves a lesson: its key, its stub, every mistake, every variant, every small edit of the key,
 * and that nothing made of it is stale.
 *
 * @param course the lesson and where its code lies
 * @param lessons all lessons, in order
 */
export async function proveLesson(
  course: Course,
  lessons: readonly Lesson[],
  progress: Progress,
): Promise<LessonProof> {
  const { lesson, root } = course;
  const made = await compileLessons(root, lessons, [lesson]);
  const problems = [
    ...made.problems.map(({ message }) => message),
    ...staleFiles(root, made.files).map(describeStale),
  ];
  try {
    const tasks = await proveTasks(course, lessons, progress);
    return { lesson: lesson.stem, tasks, problems };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = problems.includes(message);
    return { lesson: lesson.stem, tasks: [], problems: known ? problems : [...problems, message] };
  }
}

async function proveTasks(
  { lesson, root, folder, cache, earlier }: Course,
  lessons: readonly Lesson[],
  progress: Progress,
): Promise<TaskProof[]> {
  // Only for the stub itself is its text given: a wrong version that is handed out is a mistake too.
  const course: Course = { lesson, root, folder, cache, earlier };
  const stubText = await makeStub(root, lesson, lessons);
  const made = new Map(lesson.tasks.map((t) => [t.id, trialsOf(root, lesson, lessons, t)]));
  const trials = [...made.values()].flatMap((one) => one.trials);
  const path = `exercises/${lesson.stem}.ts`;
  const whole = { parallel: boxesAtOnce };
  const keyText = await makeKey(root, lesson, lessons);
  const key = await gradeSubmission({ path, text: keyText }, course, whole);
  const withStub: Course = { ...course, stub: stubText };
  const stub = await gradeSubmission({ path, text: stubText }, withStub, whole);

  let done = 0;
  const tried = await inParallel(trials, boxesAtOnce, async (trial): Promise<Tried> => {
    const verdict = await gradeTrial(trial, course, path);
    progress(++done, trials.length);
    return { trial, verdict };
  });
  return lesson.tasks.map((task) => {
    const own = tried.filter(({ trial }) => trial.task.id === task.id);
    const proof = judgeTrials(task, verdictOn(task, key), verdictOn(task, stub), own);
    return { ...proof, problems: [...(made.get(task.id)?.problems ?? []), ...proof.problems] };
  });
}

async function gradeTrial(
  { task, text }: Trial,
  course: Course,
  path: string,
): Promise<TaskVerdict> {
  const options = { tasks: [task.id], parallel: 1 };
  return verdictOn(task, await gradeSubmission({ path, text }, course, options));
}

function verdictOn(task: Task, report: SubmissionReport): TaskVerdict {
  const found = report.tasks.find(({ id }) => id === task.id);
  if (found === undefined) throw new Error(`the grader's report lacks the task '${task.id}'.`);
  return found;
}
