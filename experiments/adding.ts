import { disposeParams, makeRng, tidy, type Params, type Rng } from '../src/core/index.js';
import { addingBatch, type AddingBatch } from '../src/data/adding.js';
import type { Encoder } from '../src/layers/recurrent.js';
import {
  sequenceRegressor,
  type SequenceRegressorParams,
} from '../src/models/sequence-regressor.js';
import { disposeBatch } from '../src/train/batch-feed.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { meanSquaredError } from '../src/train/losses.js';
import { adam } from '../src/train/optimizers.js';
import { trainingLoop } from '../src/train/training-loop.js';

/** Mean squared error of who always answers 1. */
export const GUESS = 1 / 6;

/** One training on the adding problem. */
export interface AddingRun {
  readonly seed: number;
  /** Numbers in a line (T). */
  readonly length: number;
  readonly steps: number;
  /** Told after every step: the error on its batch. */
  readonly onStep?: (name: string, step: number, error: number) => void;
  readonly signal?: AbortSignal;
}

/** A network that is trained to add. */
export interface Adder {
  readonly name: string;
  /** Gives the mean squared error on lines that it has not seen. */
  readonly train: (run: AddingRun) => Promise<number>;
}

/** What an adder is made of. */
export interface AdderOptions {
  readonly units: number;
  /** Of Adam. */
  readonly rate: number;
}

const ROWS = 32;
const UNSEEN = 500;

/** A recurrent layer that reads the adding problem, and a dense layer that answers. */
export function adder<P extends Params>(
  name: string,
  layer: Encoder<P>,
  { units, rate }: AdderOptions,
): Adder {
  const net = sequenceRegressor(layer);
  const loss = (p: SequenceRegressorParams<P>, { xs, targets }: AddingBatch) =>
    meanSquaredError(net.apply(p, xs), targets);
  return {
    name,
    async train({ seed, length, steps, onStep, signal }) {
      const rng = makeRng(seed);
      const params = net.init({ inputSize: 2, hiddenSize: units }, rng.split('weights'));
      const unseen = addingBatch({ size: UNSEEN, length }, rng.split('unseen'));
      try {
        const trained = await trainingLoop(
          {
            params,
            steps,
            optimizer: adam({ learningRate: rate }),
            clip: (g) => clipByGlobalNorm(g, 1),
            task: { batches: (chance) => drawn(length, chance), loss },
            onEvent(event) {
              if (event.kind === 'step') onStep?.(name, event.step, event.loss);
            },
            ...(signal === undefined ? {} : { signal }),
          },
          rng,
        );
        const error = tidy(() => loss(trained.params, unseen).dataSync()[0] ?? NaN);
        disposeParams(trained.params);
        return error;
      } finally {
        disposeParams(params);
        disposeBatch(unseen);
      }
    },
  };
}

function* drawn(length: number, rng: Rng): Iterable<AddingBatch> {
  for (;;) yield addingBatch({ size: ROWS, length }, rng);
}
