import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../src/core/files.js';
import { timeSideBySide, type Bench } from './measure.js';

/** What `kernel.py` prints, in seconds. */
interface Times {
  readonly text: number;
  readonly stockText: number;
  readonly picture: number;
  readonly check: number;
}

/** How long the kernel takes to its first output and picture, and a check to its card. */
export const kernel: Bench = {
  name: 'kernel',
  about: 'the kernel from start to first output and picture, beside the stock tslab kernel',
  async run() {
    const root = projectRoot();
    const printed = execFileSync(join(root, '.venv/bin/python'), ['bench/kernel.py'], {
      cwd: root,
    });
    const times = JSON.parse(printed.toString()) as Times;
    const bare = { program: join(root, 'node_modules/.bin/node'), args: ['-e', '0'] };
    const [node] = await timeSideBySide(bare, bare, 5);
    const stock = { name: 'stock tslab, first text', seconds: times.stockText };
    return [
      {
        what: 'kernel start to first text',
        ours: times.text,
        peer: stock,
        goal: 'as the stock kernel',
      },
      {
        what: 'kernel start to first picture',
        ours: times.picture,
        peer: stock,
        goal: 'a few seconds',
      },
      {
        what: "check('rnn-cell') to its card, in a running notebook",
        ours: times.check,
        peer: { name: 'node -e 0', seconds: node },
        goal: 'at most 150 ms',
      },
    ];
  },
};
