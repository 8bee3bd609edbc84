import { relative } from 'node:path';
import type { LessonHome } from '../../grader/lesson-home.js';
import type { Submission } from '../../grader/grade.js';
import type { Task } from '../../grader/task.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import { exerciseFile, isOwnWork } from '../../school/exercise-file.js';
import { hintLines, takeHint } from '../../school/hints.js';
import { nextTask, taskAfter } from '../../school/next-task.js';
import { readProgress, recordCheck, type Progress } from '../../school/progress.js';
import { readSubmission } from '../../school/read-submission.js';
import { allHomes, type School } from '../../school/school.js';
import { openTasks } from '../../school/standing.js';
import { UsageError } from '../../school/usage-error.js';
import type { Checks } from './checks.js';
import { watchForChanges } from './file-changes.js';
import type { View } from './screen.js';

/** What a session works with. */
export interface Desk {
  readonly school: School;
  readonly checks: Checks;
  /** Shows the session as it stands now. */
  readonly draw: (view: View) => void;
  readonly quit: () => void;
  /** Takes what no student can mend. */
  readonly fail: (error: unknown) => void;
}

/** A check that takes longer than this is said to run; a shorter one would only flicker. */
const patienceMilliseconds = 200;

/**
 * One student at a terminal: a task in hand, its last verdict, and what a key or a save does next.
 */
export class Session {
  readonly #desk: Desk;
  #home: LessonHome;
  #task: Task;
  #progress: Progress;
  #verdict: TaskVerdict | undefined;
  #trouble: string | undefined;
  #hints: readonly string[] = [];
  /** What a key led to, until the next key or save. */
  #note: string | undefined;
  #chosen: number | undefined;
  /** The text that was checked last. */
  #text: string | undefined;
  /** Keys that wait for the verdict they depend on; none while no check runs. */
  #waiting: string[] | undefined;
  /** Whether `n` was pressed once for a task that does not pass. */
  #isSure = false;
  #unwatch: () => void = () => undefined;

  constructor(desk: Desk, home: LessonHome, task: Task) {
    this.#desk = desk;
    this.#home = home;
    this.#task = task;
    this.#progress = readProgress(desk.school);
    this.#watch();
  }

  /** Checks the task in hand as the file stands. */
  start(): void {
    this.#check([this.#task.id]).catch(this.#desk.fail);
  }

  view(): View {
    return {
      lesson: this.#home.lesson,
      task: this.#task,
      file: relative(this.#desk.school.root, this.#file()),
      progress: this.#progress,
      verdict: this.#verdict,
      trouble: this.#trouble,
      notes: [...this.#hints, ...(this.#note === undefined ? [] : [this.#note])],
      isChecking: this.#waiting !== undefined,
      chosen: this.#chosen,
    };
  }

  close(): void {
    this.#unwatch();
  }

  /** Does what a key asks for; what depends on a verdict waits for the check that runs. */
  press(key: string): void {
    this.#pressed(key).catch(this.#desk.fail);
  }

  async #pressed(key: string): Promise<void> {
    if (key === 'q' || key === 'ctrl-c' || key === 'ctrl-d') this.#desk.quit();
    else if (this.#chosen !== undefined) await this.#pressInList(key, this.#chosen);
    else if (key === 'n' || key === 'return' || key === 'enter') {
      if (this.#waiting === undefined) await this.#next();
      else this.#waiting.push(key);
    } else {
      this.#forget();
      if (key === 'h') this.#hint();
      else if (key === 'r') await this.#check([this.#task.id]);
      else if (key === 'l') this.#choose(this.#home.lesson.tasks.indexOf(this.#task));
    }
  }

  #file(): string {
    return exerciseFile(this.#desk.school.root, this.#home.lesson.stem);
  }

  #watch(): void {
    this.#unwatch();
    this.#unwatch = watchForChanges(this.#file(), () => {
      this.#saved().catch(this.#desk.fail);
    });
  }

  #draw(): void {
    this.#desk.draw(this.view());
  }

  async #saved(): Promise<void> {
    const submission = this.#read();
    if (submission !== undefined && submission.text === this.#text) return;
    this.#forget();
    await this.#check([this.#task.id]);
  }

  #forget(): void {
    this.#isSure = false;
    this.#note = undefined;
  }

  /** The file as it stands; why not, if it cannot be read. */
  #read(): Submission | undefined {
    const { root } = this.#desk.school;
    try {
      return readSubmission(this.#file(), relative(root, this.#file()));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#trouble = `${error.message}\nWaiting for the file.`;
      return undefined;
    }
  }

  /** @returns whether it came to an end: a newer check ends an older one */
  async #check(ids: readonly string[]): Promise<boolean> {
    const { school, checks } = this.#desk;
    const submission = this.#read();
    this.#text = submission?.text;
    if (submission === undefined) {
      checks.cancel();
      this.#waiting = undefined;
      this.#draw();
      return false;
    }
    this.#waiting ??= [];
    const late = setTimeout(() => {
      this.#draw();
    }, patienceMilliseconds);
    const verdicts = await checks.run(submission, this.#home, ids);
    clearTimeout(late);
    // A newer check has taken over, with the keys that wait.
    if (verdicts === undefined) return false;
    this.#progress = isOwnWork()
      ? recordCheck(school, this.#home.lesson, submission.text, verdicts)
      : this.#progress;
    this.#take(verdicts);
    const waited = this.#waiting;
    this.#waiting = undefined;
    this.#draw();
    for (const key of waited) await this.#pressed(key);
    return true;
  }

  /** A file that is half typed says nothing of its task: the last verdict stays in mind. */
  #take(verdicts: readonly TaskVerdict[]): void {
    const own = verdicts.find(({ id }) => id === this.#task.id);
    if (own === undefined) return;
    if (own.check === 'syntax') {
      const shown = own.message.split('\n').slice(0, 3);
      this.#trouble = shown.join('\n');
    } else {
      this.#trouble = undefined;
      this.#verdict = own;
    }
  }

  #hint(): void {
    const { school } = this.#desk;
    const taken = takeHint(school, this.#task);
    this.#hints = [...new Set([...this.#hints, ...hintLines(this.#task, taken)])];
    if (taken.hints.length === taken.of) this.#note = 'These are all the hints there are.';
    this.#progress = readProgress(school);
    this.#draw();
  }

  async #next(): Promise<void> {
    const { lesson } = this.#home;
    const passes = this.#verdict?.status === 'passed' && this.#trouble === undefined;
    const after = taskAfter(lesson, this.#task.id, this.#progress);
    if (!passes && !this.#isSure) {
      this.#isSure = true;
      const where = after === undefined ? '' : ` to ${after.id}`;
      this.#say(`${this.#task.id} does not pass yet. Press n again to go on${where} anyway.`);
    } else if (after !== undefined) await this.#goTo(after);
    else if (passes) await this.#finish();
    else this.#say('No other task of this lesson is open.');
  }

  async #goTo(task: Task, note?: string): Promise<void> {
    this.#task = task;
    this.#isSure = false;
    this.#chosen = undefined;
    this.#verdict = undefined;
    this.#trouble = undefined;
    this.#hints = [];
    this.#note = note;
    await this.#check([task.id]);
  }

  /** A change made for one task may have broken another: at the end all are checked. */
  async #finish(): Promise<void> {
    const { lesson } = this.#home;
    this.#say(`All tasks of ${lesson.stem} have passed. Checking each once more ...`);
    if (!(await this.#check(lesson.tasks.map(({ id }) => id)))) return;
    const [broken] = openTasks(lesson, this.#progress);
    if (broken !== undefined) {
      await this.#goTo(broken, `${broken.id} passed before and does not pass any more.`);
      return;
    }
    const homes = await allHomes(this.#desk.school);
    const next = nextTask(
      homes.map((one) => one.lesson),
      this.#progress,
    );
    const home = homes.find((one) => one.lesson === next?.lesson);
    if (next === undefined || home === undefined) {
      this.#say(`All tasks of ${lesson.stem} pass, and so do those of every other lesson.`);
      return;
    }
    this.#home = home;
    this.#watch();
    await this.#goTo(next.task, `All tasks of ${lesson.stem} pass. On to ${home.lesson.stem}.`);
  }

  #say(note: string): void {
    this.#note = note;
    this.#draw();
  }

  #choose(at: number): void {
    this.#chosen = at;
    this.#progress = readProgress(this.#desk.school);
    this.#draw();
  }

  async #pressInList(key: string, at: number): Promise<void> {
    const { tasks } = this.#home.lesson;
    const task = tasks[at];
    if (key === 'up' || key === 'k') this.#choose(Math.max(0, at - 1));
    else if (key === 'down' || key === 'j') this.#choose(Math.min(tasks.length - 1, at + 1));
    else if ((key === 'return' || key === 'enter') && task !== undefined) await this.#goTo(task);
    else if (key === 'l' || key === 'escape') {
      this.#chosen = undefined;
      this.#draw();
    }
  }
}
