import type * as tf from '@tensorflow/tfjs-core';
import { disposeParams, makeRng, type Params } from '../../core/index.js';
import { adam } from '../optimizers.js';
import { trainingLoop } from '../training-loop.js';

/** The loss after a few steps on one small batch, which a model that can learn knows by heart. */
export async function overfit<P extends Params>(
  params: P,
  loss: (params: P) => tf.Scalar,
  steps = 60,
): Promise<number> {
  const end = await trainingLoop(
    {
      params,
      steps,
      optimizer: adam({ learningRate: 0.05 }),
      task: { batches: () => [0], loss },
    },
    makeRng(1),
  );
  disposeParams(end.params);
  return end.loss;
}
