import { warmBox, type WarmBox } from '../../grader/box/box.js';
import type { LessonHome } from '../../grader/lesson-home.js';
import { gradeSubmission, type Submission } from '../../grader/grade.js';
import type { TaskVerdict } from '../../grader/verdict.js';

/**
 * Runs one check at a time: a newer one ends the box of the one before it. A box is kept warm for
 * the next.
 */
export class Checks {
  #number = 0;
  #atWork: WarmBox[] = [];
  #warm: WarmBox | undefined;

  /** @param warm a box that was started ahead */
  constructor(warm?: WarmBox) {
    this.#warm = warm;
  }

  /**
   * Grades tasks, one after the other.
   *
   * @param submission the student's file
   * @param course the lesson
   * @param ids the tasks
   * @returns their verdicts, or nothing if a newer check or the end came in between
   */
  async run(
    submission: Submission,
    home: LessonHome,
    ids: readonly string[],
  ): Promise<readonly TaskVerdict[] | undefined> {
    this.cancel();
    const number = this.#number;
    const verdicts: TaskVerdict[] = [];
    for (const id of ids) {
      const ahead = () => this.#take();
      const { tasks } = await gradeSubmission(submission, home, { tasks: [id], ahead });
      if (number !== this.#number) return undefined;
      verdicts.push(...tasks);
    }
    this.#atWork = [];
    this.#warm ??= warmBox();
    return verdicts;
  }

  /** Ends the check that runs. */
  cancel(): void {
    this.#number++;
    for (const box of this.#atWork) void box.close();
    this.#atWork = [];
  }

  /** Ends what runs and what waits. */
  async close(): Promise<void> {
    this.cancel();
    await this.#warm?.close();
  }

  #take(): WarmBox {
    const box = this.#warm ?? warmBox();
    this.#warm = undefined;
    this.#atWork.push(box);
    return box;
  }
}
