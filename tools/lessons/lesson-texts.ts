import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../grader/task.js';
import { readLessonText, type LessonText } from './lesson-text.js';
import { LessonProblem } from './problem.js';

/** The texts of a project's lessons, each read once. */
export class LessonTexts {
  private readonly read = new Map<string, LessonText | Error>();

  constructor(
    private readonly root: string,
    private readonly lessons: readonly Lesson[],
  ) {}

  /** @throws LessonProblem at the first fault in the lesson's text */
  of({ stem }: Lesson): LessonText {
    const known = this.read.get(stem) ?? attempt(() => readText(this.root, stem));
    this.read.set(stem, known);
    if (known instanceof Error) throw known;
    return known;
  }

  /** The lessons that stand in front of this one, with their texts where these can be read. */
  before(lesson: Lesson): LessonText[] {
    return this.lessons.slice(0, this.lessons.indexOf(lesson)).flatMap((earlier) => {
      const text = attempt(() => this.of(earlier));
      return text instanceof Error ? [] : [text];
    });
  }
}

function readText(root: string, stem: string): LessonText {
  const file = `lessons/${stem}/lesson.md`;
  if (!existsSync(join(root, file)))
    throw new LessonProblem(file, 1, 'is missing. Write the text of the lesson there.');
  return readLessonText(readFileSync(join(root, file), 'utf8'), file);
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
