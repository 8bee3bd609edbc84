import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/core/backend.js';
import { dropout, makeRng, tidy } from '../src/core/index.js';
import type { Bench } from './measure.js';

const side = 1000;
const rounds = 30;

/** How long it takes to drop some of a million numbers, as we and as tfjs do it. */
export const droppedMillion: Bench = {
  name: 'dropout',
  about: 'a million numbers, some of them dropped, beside tf.dropout',
  async run() {
    const { name } = await useBackend();
    const x = tf.ones([side, side]);
    const rng = makeRng(1);
    const ours = seconds(() => dropout(x, { rate: 0.1, rng }));
    const peer = { name: 'tf.dropout', seconds: seconds(() => tf.dropout(x, 0.1)) };
    x.dispose();
    const goal = name === 'native' ? 'at most 5 ms' : `none on ${name}`;
    return [{ what: `dropout of a million numbers, ${name}`, ours, peer, goal }];
  },
};

/** The median time of a call. */
function seconds(f: () => tf.Tensor): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    tidy(() => {
      f();
    });
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? NaN;
}
