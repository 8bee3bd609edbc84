import { join } from 'node:path';
import { sha256 } from '../grader/bundle/manifest.js';
import type { LessonHome, Submission } from '../grader/grade.js';
import { readJson, writeJson } from '../grader/references/store.js';
import type { SubmissionReport } from '../grader/verdict.js';

/** Reports of earlier runs, so that a batch that was interrupted goes on where it stopped. */
export interface GradedBefore {
  find(submission: Submission, home: LessonHome): SubmissionReport | undefined;
  keep(submission: Submission, home: LessonHome, report: SubmissionReport): void;
}

/**
 * Reports kept in a folder, one file each, by all that they depend on: the file's bytes and name,
 * the lesson's version, the seed, and the version of the course.
 *
 * @param folder where they lie
 * @param courseVersion of the course that grades
 * @param seed of what is drawn
 */
export function gradedBefore(folder: string, courseVersion: string, seed: number): GradedBefore {
  const place = ({ path, text }: Submission, { lesson }: LessonHome) => {
    const key = ['unroll.grade/1', path, text, lesson.stem, lesson.version, seed, courseVersion];
    return join(folder, `${sha256(JSON.stringify(key))}.json`);
  };
  return {
    find: (submission, home) => {
      const stored = readJson(place(submission, home));
      const isReport = typeof stored === 'object' && stored !== null && 'tasks' in stored;
      return isReport ? (stored as SubmissionReport) : undefined;
    },
    keep: (submission, home, report) => {
      // The machine's fault is no mark: another run may find none.
      if (report.tasks.some(({ status }) => status === 'infra-error')) return;
      writeJson(place(submission, home), report);
    },
  };
}
