/** A program that trains until it is killed: its argument is the path of the checkpoint. */
import '../../core/testing/double.js';
import { makeRng } from '../../core/index.js';
import { trainingLoop } from '../training-loop.js';
import { options } from './small-run.js';

const [path = ''] = process.argv.slice(2);

await trainingLoop(
  options({
    steps: 1_000_000,
    checkpoints: { path, every: 1, resume: true },
    onEvent: (event) => {
      if (event.kind !== 'checkpoint') return;
      process.stdout.write(`${String(event.step)}\n`);
      // Slow enough to be killed on the way.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    },
  }),
  makeRng(3),
);
