import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../src/core/files.js';
import { timeCommand, type Bench } from './measure.js';

/** How long set-up takes in a fresh clone, again, and how long the whole test suite takes there. */
export const setUp: Bench = {
  name: 'set-up',
  about: 'npm start and npm test in a fresh clone (some minutes)',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'unroll-bench-'));
    try {
      const clone = join(folder, 'clone');
      const bareClone = await timeCommand({
        program: 'git',
        args: ['clone', '-q', projectRoot(), clone],
      });
      const env = { UNROLL_ROOT: clone, HOME: join(folder, 'home') };
      const start = ['start', '--', '--setup-only'];
      const first = await timeCommand({ program: 'npm', args: start, folder: clone, env });
      const second = await timeCommand({ program: 'npm', args: start, folder: clone, env });
      const test = await timeCommand({ program: 'npm', args: ['test'], folder: clone, env });
      return [
        {
          what: 'npm start, from nothing to ready',
          ours: first,
          peer: { name: 'git clone', seconds: bareClone },
          goal: 'as the network allows',
        },
        {
          what: 'npm start, a second time',
          ours: second,
          peer: { name: 'the first', seconds: first },
          goal: 'seconds',
        },
        { what: 'npm test', ours: test, goal: 'at most 300 s' },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
