import * as tf from '@tensorflow/tfjs-core';
import { customGradient } from '../custom-gradient.js';
import type { Params } from '../params.js';

/** Passes tensors on, and tells how many buffers are alive when their gradient comes back. */
export const watchBuffers =
  (tell: (buffers: number) => void) =>
  <P extends Params>(inputs: P): P =>
    customGradient(
      inputs,
      () => ({ value: inputs, kept: {} }),
      (d) => {
        tell(tf.memory().numDataBuffers);
        return d;
      },
    );
