import { closeSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexPage } from '../grader/reports/index-page.js';
import { jsonPieces } from '../grader/reports/json.js';
import { marksCsv } from '../grader/reports/marks-csv.js';
import { pageNames } from '../grader/reports/page-names.js';
import { submissionPage } from '../grader/reports/submission-page.js';
import type { GradeReport } from '../grader/verdict.js';
import { UsageError } from '../school/usage-error.js';

/** The folder that `grade --out` fills. */
export interface OutFolder {
  /** Folder with reports of earlier runs into the same folder. */
  readonly before: string;
  /** Writes marks and pages, and says what it wrote. */
  write(report: GradeReport): string;
}

/** @throws UsageError if there can be no such folder */
export function outFolder(folder: string): OutFolder {
  const pages = join(folder, 'pages');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(
      `unroll grade: expected --out to be a folder, received ${folder}, which is a file. Name another.`,
    );
  mkdirSync(pages, { recursive: true });
  return {
    before: join(folder, '.graded'),
    write: (report) => writeAll(folder, report),
  };
}

/** The marks come first: whatever goes wrong with a page, they are there. */
function writeAll(folder: string, report: GradeReport): string {
  const { submissions, isolation } = report;
  const names = pageNames(submissions);
  const failed: string[] = [];
  const attempt = (name: string, write: (path: string) => void) => {
    try {
      write(join(folder, name));
    } catch (error) {
      failed.push(`${name} (${error instanceof Error ? error.message : String(error)})`);
    }
  };
  attempt('marks.csv', (path) => {
    writeFileSync(path, marksCsv(report));
  });
  submissions.forEach((submission, i) => {
    attempt(join('pages', names[i] ?? ''), (path) => {
      writeFileSync(path, submissionPage(submission, isolation));
    });
  });
  attempt('index.html', (path) => {
    const links = names.map((name) => `pages/${name}`);
    writeFileSync(path, indexPage(report, links));
  });
  attempt('report.json', (path) => {
    const file = openSync(path, 'w');
    for (const piece of jsonPieces(report)) writeFileSync(file, piece);
    closeSync(file);
  });
  const written = `Written: ${join(folder, 'index.html')} with a page for each submission, marks.csv, report.json.`;
  if (failed.length === 0) return written;
  return `${written}\nunroll grade: expected to write all of it, but not ${failed.join(', ')}. Make room, then grade again.`;
}
