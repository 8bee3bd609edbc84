/** Submissions that want to be obeyed by the program that shows what they said. */
import { beforeAll, expect, test } from 'vitest';
import { builtBox } from '../box/testing/boxes.js';
import { gradeSubmission } from '../grade.js';
import { coloursFor } from '../reports/colours.js';
import { gradeReport, jsonText } from '../reports/json.js';
import { marksCsv } from '../reports/marks-csv.js';
import { submissionPage } from '../reports/submission-page.js';
import { submissionText } from '../reports/terminal.js';
import { testHome } from '../testing/lesson-home.js';
import { projectRoot } from '../../src/core/files.js';
import { inPlaceOf } from './siege.js';

beforeAll(builtBox);

const hostile = '\u001b]0;title\u0007\u009b31m\u202e<script>alert(1)</script>';
const quoted = JSON.stringify(hostile);

test.each([
  ['prints', `console.log(${quoted}); return x;`],
  ['prints its stack', `console.log(new Error('s').stack); return x;`],
  ['throws its stack', `throw new Error(new Error('s').stack);`],
  ['throws a message', `throw new Error(${quoted});`],
  ['throws an error of a name', `const e = new Error('m'); e.name = ${quoted}; throw e;`],
  ['throws a text', `throw ${quoted};`],
  ['returns a text', `return ${quoted};`],
  ['returns a key', `return { [${quoted}]: 1 };`],
  [
    'returns many keys',
    `return Object.fromEntries(Array.from({ length: 20 }, (_, i) => [${quoted} + i, 1]));`,
  ],
])('what a submission %s is shown and not obeyed', async (_, body) => {
  const text = inPlaceOf('softmax', `export function softmax(x: any): any { ${body} }`);
  const report = await gradeSubmission({ path: '=a\u009b.ts', text }, testHome());
  const batch = gradeReport([report]);
  const shown = {
    json: jsonText(batch),
    terminal: submissionText(report, coloursFor({ isTTY: false }, {}), () => Infinity),
    page: submissionPage(report, 'L1'),
    marks: marksCsv(batch).replace('\uFEFF', '').replaceAll('\r\n', ''),
  };
  expect(report.tasks[0]?.points).toBe(0);
  for (const said of Object.values(shown)) {
    expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(said).not.toContain(projectRoot());
  }
  expect(shown.page).not.toContain('<script>');
  expect(JSON.parse(shown.json)).toMatchObject({ submissions: [{ source: '=a\u009b.ts' }] });
});
