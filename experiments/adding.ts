import { tidy, type Params, type Rng } from '../src/core/index.js';
import type { Encoder } from '../src/layers/recurrent.js';
import {
  sequenceRegressor,
  type SequenceRegressorParams,
} from '../src/models/sequence-regressor.js';
import { addingBatch, type AddingBatch } from '../src/synthetic/adding.js';
import { disposeBatch, endless } from '../src/train/batch-feed.js';
import { meanSquaredError } from '../src/train/losses.js';
import type { TrainingTask } from '../src/train/training-task.js';

/** Mean squared error of a model that always answers 1. */
export const GUESS = 1 / 6;

/** What an adder is asked. */
export interface AdderOptions {
  /** Numbers in a line (T). */
  readonly length: number;
  /** Units of the layer (U). */
  readonly units: number;
}

/** A network that can be trained to add. */
export interface Adder<P extends Params> extends TrainingTask<P, AddingBatch> {
  init(rng: Rng): P;
  /** Mean squared error on 500 lines drawn by `rng`. */
  error(params: P, rng: Rng): number;
}

const ROWS = 32;
const UNSEEN = 500;

/** A recurrent layer that reads the adding problem, and a dense layer that answers. */
export function adder<P extends Params>(
  layer: Encoder<P>,
  { length, units }: AdderOptions,
): Adder<SequenceRegressorParams<P>> {
  const net = sequenceRegressor({ inputSize: 2, hiddenSize: units }, { layer });
  const loss = (p: SequenceRegressorParams<P>, { xs, targets }: AddingBatch) =>
    meanSquaredError(net.encode(p, xs), targets);
  return {
    init: (rng) => net.init(rng),
    batches: endless((rng) => addingBatch({ size: ROWS, length }, rng)),
    loss,
    error(params, rng) {
      const unseen = addingBatch({ size: UNSEEN, length }, rng);
      const error = tidy(() => loss(params, unseen).dataSync()[0] ?? NaN);
      disposeBatch(unseen);
      return error;
    },
  };
}
