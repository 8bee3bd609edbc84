import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../grader/task.js';
import { furtherPages, type FurtherPage } from './further-pages.js';
import { readLessonText, type LessonText } from './lesson-text.js';
import { LessonProblem } from './problem.js';

/** A further page with its text. */
export interface PageText extends FurtherPage {
  readonly text: LessonText;
}

/** The texts of a project's lessons and of their further pages, each read once. */
export class LessonTexts {
  private readonly read = new Map<string, LessonText | Error>();

  constructor(
    private readonly root: string,
    private readonly lessons: readonly Lesson[],
  ) {}

  /** @throws LessonProblem at the first fault in the lesson's text */
  of({ stem }: Lesson): LessonText {
    return this.at(`lessons/${stem}/lesson.md`);
  }

  /**
   * The further pages of a lesson.
   *
   * @throws LessonProblem at the first fault in one of their texts
   */
  furtherOf({ stem }: Lesson): PageText[] {
    return furtherPages(this.root, stem).map((page) => ({ ...page, text: this.at(page.file) }));
  }

  /** All texts of the lessons that stand in front of this one, where these can be read. */
  before(lesson: Lesson): LessonText[] {
    const earlier = this.lessons.slice(0, this.lessons.indexOf(lesson));
    return earlier.flatMap((one) => [
      ...readable(() => [this.of(one)]),
      ...readable(() => this.furtherOf(one).map(({ text }) => text)),
    ]);
  }

  /** The text of a file, by its path from the project's folder. */
  at(file: string): LessonText {
    const known = this.read.get(file) ?? attempt(() => readText(this.root, file));
    this.read.set(file, known);
    if (known instanceof Error) throw known;
    return known;
  }
}

function readText(root: string, file: string): LessonText {
  if (!existsSync(join(root, file)))
    throw new LessonProblem(file, 1, 'is missing. Write the text of the lesson there.');
  return readLessonText(readFileSync(join(root, file), 'utf8'), file);
}

function readable<T>(make: () => T[]): T[] {
  const made = attempt(make);
  return made instanceof Error ? [] : made;
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
