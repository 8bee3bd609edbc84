import type { Failure, Outcome } from '../outcome.js';
import type { Case } from '../task.js';
import type { Difference } from './compare.js';

/** What a subject said to everything that one check asked, to be compared with known mistakes. */
export interface Answers {
  readonly outcomes: readonly Outcome[];
  /** What a law or behaviour found. */
  readonly finding?: string;
}

/** An input on which a check failed. */
export interface WrongCase {
  readonly asked: Case;
  /** How the answer differs from the right one; nothing where there was no answer to compare. */
  readonly found?: readonly Difference[];
}

/** What came of one check. */
export type CheckResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Part of the check's share that was earned, by case. */
      readonly earned: number;
      readonly message: string;
      readonly answers: Answers;
      /** The inputs that came out wrong; none where a law or behaviour asked its own. */
      readonly wrong: readonly WrongCase[];
      /** What ended the check, where the subject did not answer. */
      readonly failure?: Failure;
    };
