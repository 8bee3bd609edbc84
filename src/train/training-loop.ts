import type * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { disposeParams, mapParams, tidy } from '../core/index.js';
import type { Params, Rng } from '../core/index.js';
import { BatchFeed, disposeBatch } from './batch-feed.js';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.js';
import { divergedAt, notFinite, weightsDiverged, type Saved } from './diverged.js';
import { checkedCount } from './settings.js';
import { Steps } from './step.js';
import type { Trained, TrainingOptions } from './training-task.js';
import type { Updated } from './update-rule.js';

/**
 * Trains: batch after batch, loss, gradients, update. It draws nothing; it reports events. Between
 * steps it gives way, so that outputs appear and a stop is noticed. Chance comes from the seed and
 * the step alone, so a run that is resumed goes on exactly as it would have.
 *
 * @param options weights, task, optimizer, number of steps, and what is wanted on the way
 * @param rng its seed decides the order of batches and what is dropped
 * @returns the trained weights
 * @throws DivergedError if a loss, a gradient or a weight to be kept is not finite; the last
 *   checkpoint stays as it is
 * @throws the signal's reason if it aborts; the weights are in the checkpoint, if one is asked for
 * @throws InputError if there are no batches, the weights of a step's batches do not add up to a
 *   number above 0, or the checkpoint belongs to another run
 */
export async function trainingLoop<P extends Params, Batch>(
  options: TrainingOptions<P, Batch>,
  rng: Rng,
): Promise<Trained<P>> {
  checkOptions(options);
  const { batchesPerStep = 1 } = options;
  const run = new Run(options, rng);
  try {
    const feed = new BatchFeed(options.task.batches, rng, run.at);
    while (run.at.step < options.steps) {
      await nextTurn();
      if (options.signal?.aborted === true) run.save();
      options.signal?.throwIfAborted();
      const batches = [feed.next()];
      try {
        while (batches.length < batchesPerStep) batches.push(feed.next());
        run.takeStep(batches, feed.place);
      } finally {
        disposeBatch(batches);
      }
      run.evaluate();
    }
    run.save();
    return run.end();
  } catch (error) {
    run.free();
    throw error;
  }
}

/** Lets timers, signals and the front end have their turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The state of a run and what is done to it at each step. */
class Run<P extends Params, Batch> {
  at: Checkpoint<P>;
  #loss = NaN;
  #saved: Saved | undefined;

  readonly #steps: Steps<P, Batch>;

  constructor(
    private readonly options: TrainingOptions<P, Batch>,
    private readonly rng: Rng,
  ) {
    this.#steps = new Steps(options, rng, (reason) => options.onEvent?.({ kind: 'eager', reason }));
    const { params, optimizer, checkpoints } = options;
    if (checkpoints?.resume === true && existsSync(checkpoints.path)) {
      this.at = loadCheckpoint(checkpoints.path, params, { optimizer, seed: rng.seed });
      this.#saved = { path: checkpoints.path, step: this.at.step };
    } else {
      const copy = mapParams(params, (leaf) => leaf.clone());
      this.at = { params: copy, state: optimizer.init(copy), step: 0, epoch: 0, taken: 0 };
    }
  }

  /** One update; `place` is where the feed is after these batches. */
  takeStep(
    batches: readonly Batch[],
    place: { readonly epoch: number; readonly taken: number },
  ): void {
    const made = this.#update(batches);
    this.#dispose();
    const step = this.at.step + 1;
    this.at = { params: made.params, state: made.state, step, ...place };
    this.#loss = made.loss;
    const { loss, gradientNorm, params } = made;
    this.options.onEvent?.({ kind: 'step', step, loss, gradientNorm, params });
  }

  #update(
    batches: readonly Batch[],
  ): Updated<P> & { readonly loss: number; readonly gradientNorm: number } {
    const { checkpoints } = this.options;
    const before = this.at;
    const made = this.#steps.take(before, batches);
    const [loss, gradientNorm] = [numberOf(made.loss), numberOf(made.gradientNorm)];
    disposeParams([made.loss, made.gradientNorm]);
    const { params, state } = made;
    try {
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
        throw tidy(() => {
          const gradients = this.#steps.gradients(before, batches);
          return divergedAt({ step: before.step, loss, gradients, saved: this.#saved });
        });
      }
      // Kept only here, where the loss has shown that these weights are good.
      const { step } = before;
      if (checkpoints !== undefined && step > 0 && step % checkpoints.every === 0) this.save();
    } catch (error) {
      disposeParams({ params, state });
      throw error;
    }
    return { params, state, loss, gradientNorm };
  }

  evaluate(): void {
    const { evaluations = [], steps, onEvent } = this.options;
    const { params, step } = this.at;
    for (const { name, every, measure } of evaluations) {
      if (step % every !== 0 && step !== steps) continue;
      const value = tidy(() => numberOf(measure(params)));
      onEvent?.({ kind: 'evaluation', step, name, value, params });
    }
  }

  /** Puts the weights on disk if that is asked for and not done yet. */
  save(): void {
    const { checkpoints, optimizer, onEvent } = this.options;
    const { params, step } = this.at;
    if (checkpoints === undefined || this.#saved?.step === step) return;
    const bad = notFinite(params);
    if (bad !== undefined) throw weightsDiverged(bad, step, this.#saved);
    saveCheckpoint(checkpoints.path, this.at, { optimizer, seed: this.rng.seed });
    this.#saved = { path: checkpoints.path, step };
    onEvent?.({ kind: 'checkpoint', step, path: checkpoints.path });
  }

  end(): Trained<P> {
    const { params, state, step } = this.at;
    disposeParams(state);
    this.#steps.dispose();
    return { params, step, loss: this.#loss };
  }

  free(): void {
    this.#dispose();
    this.#steps.dispose();
  }

  #dispose(): void {
    disposeParams({ params: this.at.params, state: this.at.state });
  }
}

function numberOf(value: number | tf.Scalar): number {
  return typeof value === 'number' ? value : (value.dataSync()[0] ?? NaN);
}

function checkOptions(options: {
  readonly steps: number;
  readonly batchesPerStep?: number;
  readonly evaluations?: readonly { readonly every: number }[];
  readonly checkpoints?: { readonly every: number };
}): void {
  const { steps, batchesPerStep = 1, evaluations = [], checkpoints } = options;
  checkedCount('trainingLoop steps', steps, 0, 'Pass 100.');
  checkedCount('trainingLoop batchesPerStep', batchesPerStep, 1, 'Leave it out to take one.');
  for (const { every } of [...evaluations, ...(checkpoints === undefined ? [] : [checkpoints])])
    checkedCount('trainingLoop every', every, 1, 'Pass how many steps lie between.');
}
