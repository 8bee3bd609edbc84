import { join } from 'node:path';
import { projectRoot } from '../src/core/files.js';
import { timeSideBySide, type Bench } from './measure.js';

const RUNS = 15;

/** How long a verdict takes from the terminal, beside starts of a bare Node. */
export const verdict: Bench = {
  name: 'verdict',
  about: 'a verdict from ./unroll check, beside a bare start of the same Node',
  async run() {
    const root = projectRoot();
    const bare = { program: join(root, 'node_modules/.bin/node'), args: ['-e', '0'] };
    const check = (what: string) => ({
      program: join(root, 'unroll'),
      args: ['check', what],
      env: { UNROLL_EXERCISES: 'solutions' },
    });
    const peer = (seconds: number) => ({ name: 'node -e 0', seconds });
    const [task, bareTask] = await timeSideBySide(check('rnn-cell'), bare, RUNS);
    const [lesson, bareLesson] = await timeSideBySide(check('01-rnn'), bare, RUNS);
    return [
      { what: './unroll check rnn-cell', ours: task, peer: peer(bareTask), goal: 'at most 6 x' },
      { what: './unroll check 01-rnn', ours: lesson, peer: peer(bareLesson), goal: 'at most 18 x' },
    ];
  },
};
