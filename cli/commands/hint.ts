import { jsonText } from '../../grader/reports/json.js';
import { hintLines, takeHint } from '../../school/hints.js';
import { findTask, type School } from '../../school/school.js';
import { print } from '../print.js';

/** Prints the next hint; once all were seen, all of them. */
export async function hint(school: School, name: string, json: boolean): Promise<void> {
  const { task } = await findTask(school, name);
  const shown = takeHint(school, task);
  if (json) {
    const { hints, seen, of } = shown;
    process.stdout.write(jsonText({ schema: 'unroll.hint/1', task: task.id, hints, seen, of }));
    return;
  }
  const all = shown.hints.length === shown.of ? ['These are all the hints there are.'] : [];
  print(`${[...hintLines(task, shown), ...all].join('\n')}\n`);
}
