import * as tf from '@tensorflow/tfjs-core';
import { refusal } from './jit/recording-error.js';
import { isRecording } from './recording.js';
import { Rng } from './rng.js';

/**
 * The stream of one step of a training. The seeds that it gives TensorFlow are made of a tensor, so
 * that a recorded step can be given that of the next. What it draws itself follows from the step
 * too, and cannot be recorded.
 */
export class StepRng extends Rng {
  readonly #step: tf.Tensor1D;
  /** Says where in a step a seed is asked for; the same in every step. */
  readonly #place: Rng;

  /**
   * @param rng stream of this step
   * @param step a number of this step, int32, [1]
   * @param place stream that all steps share
   */
  constructor(rng: Rng, step: tf.Tensor1D, place: Rng) {
    super(rng.seed);
    this.#step = step;
    this.#place = place;
  }

  override split(name: string): StepRng {
    return new StepRng(super.split(name), this.#step, this.#place.split(name));
  }

  override seedTensor(): tf.Tensor1D {
    return tf.concat([this.#step, tf.tensor1d([this.#place.int(2 ** 31)], 'int32')]);
  }

  override uniform(): number {
    if (isRecording()) throw refusal.number();
    return super.uniform();
  }

  override int(n: number): number {
    if (isRecording()) throw refusal.number();
    return super.int(n);
  }
}
