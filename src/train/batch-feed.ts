import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput, type Rng } from '../core/index.js';

/** The batches of one pass over the data, in an order that may depend on chance. */
export type Batches<Batch> = (rng: Rng) => Iterable<Batch>;

/**
 * Batches that are drawn anew at every step, in a pass without an end:
 * `endless((rng) => addingBatch(options, rng))`.
 *
 * @param draw gives one batch
 */
export function endless<Batch>(draw: (rng: Rng) => Batch): Batches<Batch> {
  return function* (rng) {
    for (;;) yield draw(rng);
  };
}

/** Hands out batches, pass after pass, and knows where it is, so that a run can go on there. */
export class BatchFeed<Batch> {
  #iterator: Iterator<Batch>;
  #epoch: number;
  #taken = 0;

  constructor(
    private readonly batches: Batches<Batch>,
    private readonly rng: Rng,
    start: { readonly epoch: number; readonly taken: number },
  ) {
    this.#epoch = start.epoch;
    this.#iterator = this.#begin();
    while (this.#taken < start.taken) this.#skip();
  }

  /** Passes that are finished, and batches taken in this one. */
  get place(): { readonly epoch: number; readonly taken: number } {
    return { epoch: this.#epoch, taken: this.#taken };
  }

  /** The next batch; the caller disposes of its tensors. */
  next(): Batch {
    let item = this.#iterator.next();
    if (item.done === true) {
      this.#epoch += 1;
      this.#taken = 0;
      this.#iterator = this.#begin();
      item = this.#iterator.next();
    }
    if (item.done === true)
      throw new InputError(
        wrongInput('trainingLoop batches', 'at least one batch', 'none', 'Check the data.'),
      );
    this.#taken += 1;
    return item.value;
  }

  /** Takes a batch again that the run had before it was stopped. */
  #skip(): void {
    const epoch = this.#epoch;
    disposeBatch(this.next());
    if (this.#epoch === epoch) return;
    throw new InputError(
      wrongInput(
        'trainingLoop batches',
        'as many as when the run was stopped',
        'fewer',
        'Resume with the data that the run began with.',
      ),
    );
  }

  /** Each pass has its own chance, so that it does not depend on how many came before. */
  #begin(): Iterator<Batch> {
    return this.batches(this.rng.split(`pass ${this.#epoch}`))[Symbol.iterator]();
  }
}

/** Frees the tensors of a batch: a tensor, a list, or a record with other things in it. */
export function disposeBatch(batch: unknown): void {
  tf.dispose(batch as tf.TensorContainer);
}
