/**
 * A program that trains a small recurrent network and prints its weights' hash, with the signals
 * that it handled meanwhile. Its argument is the number of steps. It ends with its input.
 */
import * as tf from '@tensorflow/tfjs-core';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { useBackend } from '../../core/backend.js';
import {
  add,
  einsum,
  flattenParams,
  makeRng,
  mean,
  square,
  stack,
  tanh,
  unstack,
} from '../../core/index.js';
import { adam } from '../optimizers.js';
import { trainingLoop } from '../training-loop.js';

/** Sizes at which oneDNN's product keeps its data in memory from malloc. */
const [B, T, I, U] = [32, 64, 128, 256] as const;

await useBackend();
const handled = { SIGINT: 0, SIGWINCH: 0, SIGCHLD: 0 };
for (const signal of ['SIGINT', 'SIGWINCH'] as const) process.on(signal, () => handled[signal]++);
process.stdout.write('ready\n');

const rng = makeRng(1);
const params = {
  wIh: rng.normalTensor<tf.Rank.R2>([I, U], 0.1),
  wHh: rng.normalTensor<tf.Rank.R2>([U, U], 0.05),
};
const { params: trained } = await trainingLoop(
  {
    params,
    steps: Number(process.argv[2]),
    optimizer: adam({ learningRate: 0.001 }),
    task: {
      batches: (rng) => [{ xs: rng.normalTensor<tf.Rank.R3>([B, T, I]) }],
      loss(p, { xs }) {
        const fromInput = unstack(einsum('B T I, I U -> B T U', xs, p.wIh), 1);
        let h = tf.zeros<tf.Rank.R2>([B, U]);
        const states = fromInput.map(
          (x) => (h = tanh(add(x, einsum('B U, U V -> B V', h, p.wHh)))),
        );
        return mean('B T U -> ', square(stack(states, 1)));
      },
    },
    // Node starts to listen for children that end when there is one, and then stops.
    onEvent: () => execFile('true', () => handled.SIGCHLD++),
  },
  makeRng(2),
);
const hash = createHash('sha256');
for (const [path, leaf] of Object.entries(flattenParams(trained)))
  hash.update(path).update(leaf.dataSync());
process.stdout.write(`${JSON.stringify({ weights: hash.digest('hex'), handled })}\n`);
// While a process ends, Node handles signals no more: they must have stopped by then.
await once(process.stdin.resume(), 'end');
