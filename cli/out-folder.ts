import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexPage } from '../grader/reports/index-page.js';
import { jsonText } from '../grader/reports/json.js';
import { marksCsv } from '../grader/reports/marks-csv.js';
import { pageNames } from '../grader/reports/page-names.js';
import { submissionPage } from '../grader/reports/submission-page.js';
import type { GradeReport } from '../grader/verdict.js';
import { courseVersion } from '../school/course-version.js';
import type { School } from '../school/school.js';
import { UsageError } from '../school/usage-error.js';
import { gradedBefore, type GradedBefore } from './graded-before.js';

/** The folder that `grade --out` fills. */
export interface OutFolder {
  /** Reports of earlier runs into the same folder. */
  readonly before: GradedBefore;
  /** The same, knowing none. */
  readonly anew: GradedBefore;
  /** Writes marks and pages, and says what it wrote. */
  write(report: GradeReport): string;
}

/**
 * @param seed of what is drawn: reports under another are not taken
 * @throws UsageError if there can be no such folder
 */
export function outFolder(school: School, folder: string, seed: number): OutFolder {
  const before = gradedBefore(join(folder, '.graded'), courseVersion(school), seed);
  const pages = join(folder, 'pages');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(
      `unroll grade: expected --out to be a folder, received ${folder}, which is a file. Name another.`,
    );
  mkdirSync(pages, { recursive: true });
  return {
    before,
    anew: { ...before, find: () => undefined },
    write: (report) => {
      const names = pageNames(report.submissions);
      const write = (name: string, text: string) => {
        writeFileSync(join(folder, name), text);
      };
      report.submissions.forEach((submission, i) => {
        write(join('pages', names[i] ?? ''), submissionPage(submission, report.isolation));
      });
      write('report.json', jsonText(report));
      write('marks.csv', marksCsv(report));
      write(
        'index.html',
        indexPage(
          report,
          names.map((name) => `pages/${name}`),
        ),
      );
      return `Written: ${join(folder, 'index.html')} with a page for each submission, marks.csv, report.json.`;
    },
  };
}
