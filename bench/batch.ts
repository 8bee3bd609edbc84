import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleOf } from '../grader/bundle/bundle.js';
import { sha256 } from '../grader/bundle/manifest.js';
import { projectRoot } from '../src/core/files.js';
import { timeCommand, type Bench } from './measure.js';

const lesson = '01-rnn';
const submissions = 50;

/** How long a class takes: fifty bundles of a whole lesson, beside bare starts of the same Node. */
export const batch: Bench = {
  name: 'batch',
  about: `${String(submissions)} bundles of ${lesson} through ./unroll grade, beside as many starts of a bare Node`,
  async run() {
    const root = projectRoot();
    const folder = mkdtempSync(join(tmpdir(), 'unroll-batch-'));
    try {
      const tasks = await handIn(root, join(folder, 'in'));
      const node = join(root, 'node_modules/.bin/node');
      const starts = Array.from({ length: submissions }, () => `"${node}" -e 0`).join('; ');
      const grade = {
        program: join(root, 'unroll'),
        args: ['grade', join(folder, 'in'), '--out', join(folder, 'marks')],
      };
      const bare = await timeCommand({ program: 'sh', args: ['-c', starts] });
      const graded = await timeCommand(grade);
      const again = await timeCommand(grade);
      const peer = { name: `${String(submissions)} x node -e 0`, seconds: bare };
      return [
        {
          what: `grade ${String(submissions)} x ${lesson}, ${String(tasks)} tasks each`,
          ours: graded,
          peer,
          goal: `${((submissions * tasks) / graded).toFixed(1)} verdicts per second; at least 22`,
        },
        { what: 'the same folder again, all of it known', ours: again, peer, goal: 'at most 1 x' },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Writes bundles of the answer key, no two with the same bytes; returns how many tasks it has. */
async function handIn(root: string, folder: string): Promise<number> {
  mkdirSync(folder);
  const key = readFileSync(join(root, 'solutions', `${lesson}.ts`), 'utf8');
  for (let i = 0; i < submissions; i++) {
    const text = `${key}\n// ${String(i)}\n`;
    const manifest = {
      schema: 'unroll.bundle/1',
      lesson,
      student: { name: `Student ${String(i)}` },
      attempt: 1,
      time: '2026-01-31T12:00:00.000Z',
      sha256: sha256(text),
      versions: { course: '0', lesson: 1, node: '0' },
      local: { points: 0, maxPoints: 0, tasks: [] },
    } as const;
    writeFileSync(join(folder, `${String(i)}.zip`), await bundleOf(manifest, Buffer.from(text)));
  }
  const { lesson: loaded } = await import('../lessons/01-rnn/tasks.js');
  return loaded.tasks.length;
}
