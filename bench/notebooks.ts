import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile, projectRoot } from '../src/core/files.js';
import { timeCommand, type Bench, type Row } from './measure.js';

/** How long each notebook takes from top to bottom in a fresh kernel, on both budgets. */
export const notebooks: Bench = {
  name: 'notebooks',
  about: 'each notebook from top to bottom in a fresh kernel',
  async run() {
    const files = readdirSync(projectFile('notebooks')).filter((file) => file.endsWith('.ipynb'));
    const rows: Row[] = [];
    for (const file of files.sort()) {
      for (const [budget, limit] of [
        ['quick', 20],
        ['default', 90],
      ] as const) {
        const args = ['tools/notebooks/run.py', `notebooks/${file}`, '--budget', budget];
        const ours = await timeCommand({
          program: join(projectRoot(), '.venv/bin/python'),
          args: [...args, '--exercises', 'solutions'],
        });
        rows.push({ what: `${file}, ${budget} budget`, ours, goal: `at most ${String(limit)} s` });
      }
    }
    return rows;
  },
};
