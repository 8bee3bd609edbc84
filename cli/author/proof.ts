/** What was proven of a task, and what was not. */
export interface TaskProof {
  readonly id: string;
  readonly maxPoints: number;
  /** Points of the answer key. */
  readonly key: number;
  /** Status of the untouched stub. */
  readonly stub: string;
  /** What each known mistake was named as; null where no message named it. */
  readonly mistakes: Readonly<Record<string, string | null>>;
  /** Points of each right answer written differently. */
  readonly variants: Readonly<Record<string, number>>;
  readonly mutants: {
    readonly made: number;
    /** Edits that changed nothing a check could see, with the author's reason. */
    readonly explained: readonly string[];
    readonly survived: readonly string[];
  };
  /** Sentences, each with what to do; none if the task is proven. */
  readonly problems: readonly string[];
}

export interface LessonProof {
  readonly lesson: string;
  readonly tasks: readonly TaskProof[];
  /** Faults of the lesson as a whole: sources, and made files that are stale. */
  readonly problems: readonly string[];
}

/** What `author check --json` prints. */
export interface AuthorReport {
  readonly schema: 'unroll.author/1';
  readonly proven: boolean;
  readonly lessons: readonly LessonProof[];
}

export function reportOf(lessons: readonly LessonProof[]): AuthorReport {
  const problems = lessons.flatMap((lesson) => [
    ...lesson.problems,
    ...lesson.tasks.flatMap((task) => task.problems),
  ]);
  return { schema: 'unroll.author/1', proven: problems.length === 0, lessons };
}
