import { jsonText } from '../../grader/reports/json.js';
import { findTask, type School } from '../../school/school.js';
import { progressOf, readProgress, recordHint } from '../../school/progress.js';

/** Prints the next hint; once all were seen, all of them. */
export async function hint(school: School, name: string, json: boolean): Promise<void> {
  const { id, hints } = (await findTask(school, name)).task;
  const { hintsSeen } = progressOf(readProgress(school), id);
  const seenAll = hintsSeen >= hints.length;
  const shown = seenAll ? hints : hints.slice(hintsSeen, hintsSeen + 1);
  const seen = Math.min(hintsSeen + 1, hints.length);
  recordHint(school, id, seen);
  if (json) {
    const report = { schema: 'unroll.hint/1', task: id, hints: shown, seen, of: hints.length };
    process.stdout.write(jsonText(report));
    return;
  }
  const first = seenAll ? 1 : seen;
  const lines = shown.map(
    (text, i) => `${id} ${String(first + i)}/${String(hints.length)}: ${text}`,
  );
  if (seenAll) lines.push('These are all the hints there are.');
  process.stdout.write(`${lines.join('\n')}\n`);
}
