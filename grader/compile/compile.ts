import type { Lesson, Task } from '../task.js';

export interface CompileOptions {
  /** Name of the submitted file, for messages. */
  readonly file: string;
  readonly task: Task;
  readonly lesson: Lesson;
  /** The made exercise's text, where it is at hand: a function that equals its stub is unattempted. */
  readonly stub?: string;
}

/** What came of a submission for one task; all but `code` says why nothing can run. */
export type Compiled =
  | {
      readonly kind: 'code';
      /** Goes to `openBox` as `code`, with `map`, `name` and `withheld`. */
      readonly code: string;
      readonly map: string;
      readonly name: string;
      readonly withheld: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'syntax-error';
      readonly message: string;
      /** Counted from 1. */
      readonly line: number;
      /** Counted from 1. */
      readonly column: number;
      /** The line's own text. */
      readonly text: string;
    }
  | {
      readonly kind: 'forbidden';
      readonly what: string;
      readonly line: number;
      readonly message: string;
    }
  | {
      readonly kind: 'forbidden-import';
      readonly what: string;
      readonly line: number;
      readonly message: string;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unattempted' };
