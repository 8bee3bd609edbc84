import type { Failure, Outcome } from '../outcome.js';

/** What a subject said to everything that one check asked, to be compared with known mistakes. */
export interface Answers {
  readonly outcomes: readonly Outcome[];
  /** What a law or behaviour found. */
  readonly finding?: string;
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
      /** What ended the check, where the subject did not answer. */
      readonly failure?: Failure;
    };
