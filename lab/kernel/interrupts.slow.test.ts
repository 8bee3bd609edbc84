import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/core/files.js';
import { buildKernel } from './testing/build-kernel.js';
import { sleep, TestKernel } from './testing/client.js';

const kernel = new TestKernel();

beforeAll(async () => {
  // With this, processors with AVX-512 take the matrix product that others take.
  process.env['ONEDNN_MAX_CPU_ISA'] = 'AVX2';
  await kernel.start(await buildKernel('kernel-interrupts'), projectRoot());
});

afterAll(() => {
  kernel.close();
});

const prepare = `
import * as tf from '@tensorflow/tfjs-core';
import { fit } from './lab/fit.js';
import { useBackend } from './src/core/backend.js';
import { makeRng, mean, square } from './src/core/index.js';
import { rnn } from './src/layers/rnn.js';
import { adam } from './src/train/optimizers.js';
const { name } = await useBackend();
const params = rnn.init({ inputSize: 128, hiddenSize: 256 }, makeRng(1));
const options = {
  params,
  steps: 1e6,
  draw: () => ({ xs: tf.ones<tf.Rank.R3>([32, 64, 128]) }),
  loss: (p: typeof params, { xs }: { xs: tf.Tensor3D }) =>
    mean('B T U -> ', square(rnn.read(p, xs, rnn.start(p, 32)).outputs)),
  optimizer: adam({ learningRate: 0.001 }),
};`;

test('a training that is stopped fifty times leaves the kernel alive', async () => {
  expect(await kernel.run(prepare)).toMatchObject({ status: 'ok', errors: [] });
  const death = kernel.ended().then(() => ({ status: 'dead', errors: [] }));
  for (let times = 0; times < 50; times++) {
    const training = kernel.begin(`await fit('a long training', options, makeRng(2));`);
    await sleep(250);
    await kernel.interrupt();
    const { status, errors } = await Promise.race([training.result, death]);
    expect({ status, errors: errors.map(({ ename }) => ename) }).toEqual({
      status: 'error',
      errors: ['Stopped'],
    });
  }
  expect(await kernel.run('6 * 7')).toMatchObject({ status: 'ok', text: '42\n' });
});
