/** Runs a training as graphs and operation by operation. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { makeRng, type Params, type Rng } from '../../core/index.js';
import { gap } from '../../core/testing/gap.js';
import { clipByGlobalNorm } from '../clipping.js';
import { adam } from '../optimizers.js';
import { trainingLoop } from '../training-loop.js';
import type { TrainingEvent, TrainingTask } from '../training-task.js';

export interface Drawn<P extends Params, Batch> extends Omit<TrainingTask<P, Batch>, 'batches'> {
  readonly params: P;
  readonly draw: (rng: Rng) => Batch;
  readonly batchesPerStep?: number;
  readonly steps?: number;
}

/** Twenty steps with graphs on or off; what was seen at each. */
export async function run<P extends Params, Batch>(
  how: 'on' | 'off',
  { params, draw, batchesPerStep = 1, steps = 20, ...task }: Drawn<P, Batch>,
) {
  process.env['UNROLL_JIT'] = how;
  const losses: number[] = [];
  const counts: number[] = [];
  const reasons: string[] = [];
  const onEvent = (event: TrainingEvent<P>) => {
    if (event.kind === 'eager') reasons.push(event.reason);
    if (event.kind !== 'step') return;
    losses.push(event.loss);
    counts.push(tf.memory().numTensors);
  };
  try {
    const trained = await trainingLoop(
      {
        params,
        steps,
        batchesPerStep,
        optimizer: adam({ learningRate: 0.01 }),
        clip: (g) => clipByGlobalNorm(g, 1),
        task: {
          ...task,
          *batches(rng) {
            for (;;) yield draw(rng);
          },
        },
        onEvent,
      },
      makeRng(1),
    );
    return { losses, counts, reasons, params: trained.params };
  } finally {
    delete process.env['UNROLL_JIT'];
  }
}

/** A run with graphs is the run without; it was recorded, and each step leaves as many tensors. */
export async function expectTheSame<P extends Params, Batch>(task: Drawn<P, Batch>): Promise<void> {
  const off = await run('off', task);
  const on = await run('on', task);
  expect(on.reasons).toEqual([]);
  expect(new Set(on.counts).size).toBe(1);
  on.losses.forEach((loss, i) => {
    expect(Math.abs(loss - (off.losses[i] ?? NaN))).toBeLessThan(1e-4);
  });
  expect(gap(on.params, off.params)).toBeLessThan(1e-3);
  expect(gap(on.params, task.params)).toBeGreaterThan(0.001);
}
