import type { SubmissionReport } from '../grader/verdict.js';
import { exitStatus } from '../school/usage-error.js';

/** 0 only if every task was graded and passed: a stub that nobody wrote is no success. */
export function statusFor(reports: readonly SubmissionReport[]): number {
  const statuses = reports.flatMap(({ tasks }) => tasks.map(({ status }) => status));
  if (statuses.includes('infra-error')) return exitStatus.wrongUsage;
  return statuses.every((status) => status === 'passed')
    ? exitStatus.allWell
    : exitStatus.checkFailed;
}
