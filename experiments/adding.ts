import { disposeParams, makeRng, tidy, type Params, type Rng } from '../src/core/index.js';
import { addingBatch, type AddingBatch } from '../src/data/adding.js';
import { gru } from '../src/layers/gru.js';
import { identityRnn } from '../src/layers/identity-rnn.js';
import { lstm } from '../src/layers/lstm.js';
import { rnn, type Reader } from '../src/layers/recurrent.js';
import {
  sequenceRegressor,
  type SequenceRegressorParams,
} from '../src/models/sequence-regressor.js';
import { disposeBatch } from '../src/train/batch-feed.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { meanSquaredError } from '../src/train/losses.js';
import { adam } from '../src/train/optimizers.js';
import { trainingLoop } from '../src/train/training-loop.js';
import { withSpread, type Experiment } from './experiment.js';

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
  layer: Reader<P>,
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

const LENGTHS = [10, 20, 40, 80];
const STEPS = 400;

/** Below half of a guess's error, the two numbers have been found. */
const FOUND = GUESS / 2;

export const adding: Experiment = {
  name: 'adding',
  about: `mean squared error on the adding problem after ${STEPS} steps of ${ROWS} new lines each, always answering 1 having 0.167`,
  async run(seeds, say) {
    const adders = [
      adder('RNN', rnn, { units: 32, rate: 0.004 }),
      adder('RNN that begins with the identity', identityRnn, { units: 32, rate: 0.004 }),
      adder('GRU', gru, { units: 32, rate: 0.01 }),
      adder('LSTM', lstm, { units: 32, rate: 0.01 }),
    ];
    const rows: string[][] = [];
    for (const { name, train } of adders) {
      const cells: string[] = [];
      for (const length of LENGTHS) {
        const errors: number[] = [];
        for (const seed of seeds) errors.push(await train({ seed, length, steps: STEPS }));
        const found = errors.filter((error) => error < FOUND).length;
        cells.push(`${withSpread(errors, 3)} (${found} of ${errors.length})`);
        say(`${name}, ${length} numbers: ${cells.at(-1) ?? ''}`);
      }
      rows.push([name, ...cells]);
    }
    const title =
      'Error by the numbers in a line, mean and spread over seeds; in brackets how many seeds came below half of a guess';
    return [{ title, columns: ['network', ...LENGTHS.map(String)], rows }];
  },
};

function* drawn(length: number, rng: Rng): Iterable<AddingBatch> {
  for (;;) yield addingBatch({ size: ROWS, length }, rng);
}
