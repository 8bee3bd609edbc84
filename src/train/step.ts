import * as tf from '@tensorflow/tfjs-core';
import {
  flattenParams,
  InputError,
  isTree,
  tidy,
  wrongInput,
  type Params,
  type Rng,
} from '../core/index.js';
import { jit, RecordingError } from '../core/jit.js';
import { StepRng } from '../core/step-rng.js';
import { globalNorm } from './clipping.js';
import { valueAndGradients, type ValueAndGradients } from './gradients.js';
import type { TrainingOptions } from './training-task.js';
import type { OptimizerState, StepNumbers, Updated } from './update-rule.js';
import { checkedWeight, sharesOf, weightedMean } from './weighted-mean.js';

/** Weights and memory that a step begins with, and the updates made before it. */
export interface Before<P extends Params> {
  readonly params: P;
  readonly state: OptimizerState;
  readonly step: number;
}

/** What a step gives; all of it is the caller's to dispose of. */
export type Step<P extends Params> = Updated<P> & {
  readonly loss: tf.Scalar;
  /** Global norm of the gradients, before clipping. */
  readonly gradientNorm: tf.Scalar;
};

/** A batch, and what else changes from one step to the next: as tensors, so that it can change. */
type Given<Batch> = {
  readonly batch: Batch;
  /** What it counts beside the others of its step. */
  readonly share: tf.Scalar;
  /** int32, [1] */
  readonly seed: tf.Tensor1D;
};

/** Fewer steps would take less time than recording one. */
const WORTH_RECORDING = 20;
/** How many shapes of batches to record; recording more would cost more time than it saves. */
const MOST_SHAPES = 4;

/**
 * The steps of a run: loss, gradients, clipping and update. On the native backend they run as one
 * graph for each shape of batches, unless there are few of them, or something in them cannot be
 * recorded.
 */
export class Steps<P extends Params, Batch> {
  readonly #shapes = new Set<string>();
  /** Updates before the step that is being taken: decides what JavaScript draws in it. */
  #step = 0;
  #isRefused = false;
  readonly #recorded;

  constructor(
    private readonly options: Pick<
      TrainingOptions<P, Batch>,
      'task' | 'optimizer' | 'clip' | 'steps'
    >,
    private readonly rng: Rng,
    /** Is told why the steps cannot be recorded, where something in them is to blame. */
    private readonly onRefused: (reason: string) => void,
  ) {
    this.#recorded = jit(
      (params: P, state: OptimizerState, numbers: StepNumbers, given: readonly Given<Params>[]) =>
        this.#compute(params, state, numbers, given as readonly Given<unknown>[] as Given<Batch>[]),
      { graphs: MOST_SHAPES },
    );
  }

  /** One step on one batch, or on several as if they were one. */
  take({ params, state, step }: Before<P>, batches: readonly Batch[]): Step<P> {
    this.#step = step;
    return tidy(() => {
      const given = this.#given(batches);
      const numbers = this.options.optimizer.numbersAt(params, step);
      if (this.#isRecorded(given)) {
        try {
          return this.#recorded(params, state, numbers, given);
        } catch (error) {
          if (!(error instanceof RecordingError)) throw error;
          this.#isRefused = true;
          this.onRefused(error.message);
        }
      }
      return this.#compute(params, state, numbers, given);
    });
  }

  /** The gradients of a step. */
  gradients({ params, step }: Before<P>, batches: readonly Batch[]): P {
    this.#step = step;
    const given = this.#given(batches);
    return this.#lossAndGradients(params, given).gradients;
  }

  #compute(
    params: P,
    state: OptimizerState,
    numbers: StepNumbers,
    given: readonly Given<Batch>[],
  ): Step<P> {
    const { optimizer, clip } = this.options;
    const { value, gradients } = this.#lossAndGradients(params, given);
    const clipped = clip === undefined ? gradients : clip(gradients);
    const updated = optimizer.update(params, clipped, state, numbers);
    return { ...updated, loss: value.clone(), gradientNorm: globalNorm(gradients) };
  }

  /** Of all batches of a step together: one is computed after the other, with its own chance. */
  #lossAndGradients(params: P, given: readonly Given<Batch>[]): ValueAndGradients<P> {
    const { task } = this.options;
    const [first, ...others] = given.map(({ batch, share, seed }, place) => ({
      share,
      make: () => {
        const places = this.rng.split(`batch ${place}`);
        const rng = new StepRng(this.#rngOf(place, given.length), seed, places);
        return valueAndGradients((p) => task.loss(p, batch, rng), params);
      },
    }));
    if (first === undefined) throw new InputError(noBatch());
    return weightedMean(first, ...others);
  }

  #rngOf(place: number, count: number): Rng {
    return this.rng.split(`step ${this.#step * count + place}`);
  }

  dispose(): void {
    this.#recorded.dispose();
  }

  #isRecorded(given: readonly Given<Batch>[]): given is readonly (Given<Batch> & Given<Params>)[] {
    if (this.options.steps < WORTH_RECORDING || this.#isRefused) return false;
    if (!isTree(given)) return false;
    const shapes = Object.values(flattenParams(given)).map(({ shape }) => shape.join());
    if (this.#shapes.size < MOST_SHAPES) this.#shapes.add(shapes.join(' '));
    return this.#shapes.has(shapes.join(' '));
  }

  /** Batches that weigh nothing are left out. */
  #given(batches: readonly Batch[]): Given<Batch>[] {
    const { weight } = this.options.task;
    const shares = sharesOf(batches.map((batch) => checkedWeight(weight?.(batch) ?? 1)));
    return batches.flatMap((batch, place) => {
      const [share = 0, rng] = [shares[place], this.#rngOf(place, batches.length)];
      const seed = () => tf.tensor1d([rng.int(2 ** 31)], 'int32');
      return share === 0 ? [] : [{ batch, share: tf.scalar(share), seed: seed() }];
    });
  }
}

const noBatch = () =>
  wrongInput('trainingLoop step', 'at least one batch', 'none', 'Check batchesPerStep.');
