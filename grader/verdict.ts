import type { Level } from './task.js';

/** The report of a grading run, as `--json` prints it. */
export interface GradeReport {
  readonly schema: 'unroll.grade/1';
  /** How the student's code was fenced in: L1 is a child process under Node's permission model. */
  readonly isolation: 'L1' | 'L2' | 'L3';
  readonly submissions: readonly SubmissionReport[];
  /** What a batch could not grade, and what to do about each. */
  readonly refused?: readonly Refused[];
}

/** A file or bundle that earned no report. */
export interface Refused {
  readonly source: string;
  readonly message: string;
}

export interface SubmissionReport {
  /** Path of the file as it was given. */
  readonly source: string;
  readonly lesson: string;
  /** Version of the lesson that it was graded with; a batch says it. */
  readonly lessonVersion?: number;
  readonly points: number;
  readonly maxPoints: number;
  readonly tasks: readonly TaskVerdict[];
  /** Who handed it in and when, as its bundle says; none for a bare file. */
  readonly submitted?: Submitted;
  /** What the instructor should know of it besides the marks. */
  readonly warnings?: readonly string[];
}

/** What a bundle says of itself: claims of the student's machine, not facts. */
export interface Submitted {
  readonly name: string;
  /** E-mail or number, as the school knows the student. */
  readonly id?: string;
  readonly group?: string;
  readonly attempt: number;
  /** UTC, ISO 8601. */
  readonly time: string;
  /** Whether no later attempt of the same person at the same lesson is in the batch. */
  readonly latest: boolean;
}

export type Status =
  | 'passed'
  | 'failed'
  | 'unattempted'
  | 'error'
  | 'timeout'
  | 'out-of-memory'
  | 'killed'
  | 'infra-error';

/** One level of a task's ladder. */
export interface Rung {
  readonly level: Level;
  readonly came: 'passed' | 'failed' | 'not reached';
}

/**
 * Which entries of a tensor are wrong, in coarse steps: 0 right, 1 off by up to a tenth of the
 * largest right entry, 2 by up to that entry, 3 by more. Right values cannot be read from it.
 */
export interface ErrorMap {
  /** What the tensor is called: `the result`, `dwHh`, `d wHh`. */
  readonly name: string;
  /** Names of the last two axes; a vector has one row without a name. */
  readonly axes: readonly [string, string];
  /** Where along the other axes this part lies: `T = 2`. */
  readonly at?: string;
  /** Rows of columns. */
  readonly steps: readonly (readonly number[])[];
  /** How many rows and columns there are; `steps` may hold the first of them only. */
  readonly size: readonly [number, number];
}

export interface TaskVerdict {
  readonly id: string;
  readonly status: Status;
  readonly points: number;
  readonly maxPoints: number;
  /** Title of the check that failed. */
  readonly check?: string;
  /** Id of the known mistake that the wrong result matches. */
  readonly mistake?: string;
  /** What was checked, what came out, the place, and what to read or try. */
  readonly message: string;
  /** Titles of the checks that passed, in order. */
  readonly passed: readonly string[];
  /** Help in rising order: the place, a probe, the cause. Shown by the number of tries. */
  readonly help: readonly string[];
  /**
   * The levels of the task's ladder, lowest first, and how far the function came; none if it did
   * not run.
   */
  readonly ladder?: readonly Rung[];
  /** Where the first wrong tensor is wrong, where a picture says more than words. */
  readonly errorMap?: ErrorMap;
  /** What the student's code printed, cut to a limit. */
  readonly output?: string;
  /** Advice that costs no points, such as tensors leaked. */
  readonly advice?: string;
}
