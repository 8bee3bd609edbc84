import type * as tf from '@tensorflow/tfjs-core';
import {
  countParams,
  disposeParams,
  makeRng,
  tidy,
  type Params,
  type Rng,
} from '../src/core/index.js';
import type { Recurrent } from '../src/layers/recurrent.js';
import { bitsPerCharacter } from '../src/metrics/bits-per-character.js';
import { languageModel } from '../src/models/language-model.js';
import { readRows } from '../src/models/model.js';
import type { TokenModelParams } from '../src/models/token-model.js';
import { batchLines, type LineBatch } from '../src/text/batch-lines.js';
import { batches } from '../src/text/batches.js';
import { disposeBatch } from '../src/train/batch-feed.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { sequenceLogProbability, sequenceLoss } from '../src/train/losses.js';
import { adam } from '../src/train/optimizers.js';
import { trainingLoop } from '../src/train/training-loop.js';
import { pricedInTurn, type LearningCurve, type Mark } from './prose-curve.js';
import type { JudgedLine, ProseTokens } from './prose-text.js';

/** One training of a language model on prose. */
export interface ProseRun {
  readonly seed: number;
  readonly steps: number;
  /** Lines in a batch (B). */
  readonly rows: number;
  /** Steps from one look at the lines to judge by to the next. */
  readonly every: number;
  /** Told at every look. */
  readonly onMark?: (name: string, mark: Mark) => void;
  readonly signal?: AbortSignal;
}

/** A language model that can be trained beside others. */
export interface Contestant {
  readonly name: string;
  readonly train: (prose: ProseTokens, run: ProseRun) => Promise<LearningCurve>;
}

/** What a contestant is made of besides its layer. */
export interface ContestantOptions {
  readonly units: number;
  /** Of Adam. */
  readonly rate: number;
  /**
   * Steps that it makes for each step of the run; default 1. With 2, an RNN trains about as long as
   * a GRU.
   */
  readonly pace?: number;
  /** Numbers that a token is embedded in (D); default 32. */
  readonly width?: number;
}

const JUDGED_AT_ONCE = 128;

/**
 * Trains all in turn, a step each, so that whatever else the machine does hurts all alike; who has
 * a faster pace ends alone.
 */
export async function race(
  contestants: readonly Contestant[],
  prose: ProseTokens,
  run: ProseRun,
): Promise<LearningCurve[]> {
  // The training loop gives way after each step; those who wait go on in the order in which they
  // came.
  const curves = contestants.map((one) => one.train(prose, run));
  await Promise.allSettled(curves);
  return pricedInTurn(await Promise.all(curves));
}

/**
 * A language model on a layer, be it the library's or one's own, as one of those who are trained in
 * turn.
 */
export function contestant<P extends Params, S extends Params>(
  name: string,
  layer: Recurrent<P, S>,
  { units, rate, pace = 1, width = 32 }: ContestantOptions,
): Contestant {
  return {
    name,
    async train(prose, { seed, rows, every, onMark, signal, ...run }) {
      const steps = Math.round(run.steps * pace);
      const rng = makeRng(seed);
      const sizes = { vocabularySize: prose.vocabularySize, width, hiddenSize: units };
      const model = languageModel(sizes, { layer });
      const logitsOf = (p: TokenModelParams<P>, ids: tf.Tensor2D) => readRows(model, p, ids).logits;
      const loss = (p: TokenModelParams<P>, { inputs, targets, mask }: LineBatch) =>
        sequenceLoss(logitsOf(p, inputs), targets, mask);
      const params = model.init(rng.split('weights'));
      const judge = judgeOf(prose.lines);
      const watch = new Stopwatch();
      const marks: Mark[] = [];
      const look = (step: number, p: TokenModelParams<P>) => {
        const bits = judge.bits((inputs) => logitsOf(p, inputs));
        const mark = { step, seconds: watch.seconds, bits };
        marks.push(mark);
        onMark?.(name, mark);
      };
      try {
        look(0, params);
        const trained = await trainingLoop(
          {
            params,
            steps,
            optimizer: adam({ learningRate: rate }),
            clip: (g) => clipByGlobalNorm(g, 1),
            task: { batches: (chance) => watch.during(randomLines(prose, rows, chance)), loss },
            onEvent(event) {
              if (event.kind !== 'step') return;
              watch.stop();
              if (event.step % every === 0 || event.step === steps) look(event.step, event.params);
            },
            ...(signal === undefined ? {} : { signal }),
          },
          rng,
        );
        disposeParams(trained.params);
        return { name, parameters: countParams(params), marks };
      } finally {
        disposeParams(params);
        judge.dispose();
      }
    },
  };
}

/** Batches of lines from anywhere in the text. */
function* randomLines(
  { train, length }: ProseTokens,
  rows: number,
  rng: Rng,
): Generator<LineBatch, never> {
  for (;;) {
    const starts = Array.from({ length: rows }, () => rng.int(train.length - length));
    yield batchLines(starts.map((start) => train.slice(start, start + length + 1)));
  }
}

/** Counts the time of training steps: from when a batch is asked for until the update is told. */
class Stopwatch {
  #total = 0;
  #from = 0;

  get seconds(): number {
    return this.#total / 1000;
  }

  *during<T>(items: Generator<T, never>): Generator<T, never> {
    for (;;) {
      this.#from = performance.now();
      yield items.next().value;
    }
  }

  stop(): void {
    this.#total += performance.now() - this.#from;
  }
}

/** What a model needs for the characters of some lines. */
function judgeOf(lines: readonly JudgedLine[]) {
  const parts = batches(lines, JUDGED_AT_ONCE).map((some) =>
    batchLines(some.map(({ ids }) => ids)),
  );
  return {
    bits(logitsOf: (inputs: tf.Tensor2D) => tf.Tensor3D): number {
      const nats = parts.flatMap(({ inputs, targets, mask }) =>
        tidy(() => [...sequenceLogProbability(logitsOf(inputs), targets, mask).dataSync()]).map(
          (logp) => -logp,
        ),
      );
      return bitsPerCharacter(
        nats.map((of, i) => of + (lines[i]?.spelling ?? NaN)),
        lines.map(({ text }) => text),
      );
    },
    dispose: () => {
      parts.forEach(disposeBatch);
    },
  };
}
