/** The report of a grading run, as `--json` prints it. */
export interface GradeReport {
  readonly schema: 'unroll.grade/1';
  /** How the student's code was fenced in: L1 is a child process under Node's permission model. */
  readonly isolation: 'L1' | 'L2' | 'L3';
  readonly submissions: readonly SubmissionReport[];
}

export interface SubmissionReport {
  /** Path of the file as it was given. */
  readonly source: string;
  readonly lesson: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly tasks: readonly TaskVerdict[];
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
  /** What the student's code printed, cut to a limit. */
  readonly output?: string;
  /** Advice that costs no points, such as tensors leaked. */
  readonly advice?: string;
}
