import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { sampleNext } from './sampling.js';

test('single precision: the highest draw finds a token though the sum of probabilities falls short of 1', () => {
  const rng = makeRng(1);
  let short = 0;
  for (let i = 0; i < 40; i++) {
    const logits = rng.normalTensor<tf.Rank.R1>([300]);
    const p = Array.from(tf.softmax(logits).dataSync());
    if (p.reduce((total, mass) => total + mass, 0) < 1 - 2 ** -32) short += 1;
    expect(sampleNext(logits, 1, 1 - 2 ** -32)).toBe(299);
  }
  expect(short).toBeGreaterThan(5);
});
