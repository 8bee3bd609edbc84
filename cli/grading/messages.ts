/** What the coordinator of a batch and the processes that grade for it say to each other. */
import type { Spent } from '../../grader/spending.js';
import type { Refused, SubmissionReport, TaskVerdict } from '../../grader/verdict.js';

/** The command line of such a process; nobody types it. */
export const graderCommand = 'grade-for-batch';

/** One file to read and grade. */
export interface Job {
  readonly source: string;
  /** How many tasks are graded at a time. */
  readonly parallel: number;
  /** Folder with reports of earlier runs. */
  readonly before?: string;
  /** Whether what was graded before is graded anew. */
  readonly again: boolean;
  /** Of what is drawn. */
  readonly seed: number;
  /** Verdicts that stand already: an earlier process gave them, or ended over them. */
  readonly settled: readonly TaskVerdict[];
  /** What earlier processes spent on this file. */
  readonly spent: Spent;
}

/** A task as far as a verdict on it needs to know it. */
export interface Stake {
  readonly id: string;
  readonly points: number;
}

/** What a file came to. */
export type Graded =
  { readonly report: SubmissionReport; readonly isKnown: boolean } | { readonly refused: Refused };

export type Told =
  /** The work that begins now, and the tasks that are lost if the process ends over it. */
  | { readonly kind: 'at'; readonly work: Work; readonly stakes: readonly Stake[] }
  /** A verdict, and how long the task's function took. */
  | { readonly kind: 'settled'; readonly verdict: TaskVerdict; readonly milliseconds: number }
  | { readonly kind: 'graded'; readonly graded: Graded };

export type Work = 'opening' | 'reading' | 'judging';
