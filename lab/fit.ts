import { disposeParams, mapParams, tidy, type Params, type Rng } from '../src/core/index.js';
import { endless } from '../src/train/batch-feed.js';
import { clipByGlobalNorm } from '../src/train/clipping.js';
import { trainingLoop } from '../src/train/training-loop.js';
import type {
  CheckpointOptions,
  EvaluationEvent,
  EvaluationTask,
  TrainingEvent,
  TrainingTask,
} from '../src/train/training-task.js';
import type { Optimizer } from '../src/train/update-rule.js';
import { progress, type Progress } from './progress.js';
import { stopSignal } from './stop.js';

/** What `fit` trains, on which batches, and what it shows meanwhile. */
export type FitOptions<P extends Params, Batch> = Fit<P, Batch> &
  (
    | Pick<TrainingTask<P, Batch>, 'batches'>
    /** Draws a new batch for each step, where there is no pass over data. */
    | { readonly draw: (rng: Rng) => Batch }
  );

interface Fit<P extends Params, Batch> extends Pick<TrainingTask<P, Batch>, 'loss'> {
  /** Weights to begin with; they stay as they are, and stay the caller's. */
  readonly params: P;
  /** Updates to make. */
  readonly steps: number;
  readonly optimizer: Optimizer;
  /** Shortens gradients. Default: to a global norm of 1; `(g) => g` leaves them as they are. */
  readonly clip?: (gradients: P) => P;
  /** What is measured now and then, such as the loss on held-out data; less is better. */
  readonly evaluation?: EvaluationTask<P>;
  /** A text to show after each evaluation, below those before it: what the model writes by then. */
  readonly sample?: (params: P) => string;
  /**
   * Title of the live curve's y axis, with its unit: `loss (nats per letter)`. Without it there is
   * no curve.
   */
  readonly curve?: string;
  /**
   * What losses are multiplied by to be in the unit of the curve: 1 / ln 2 makes bits of nats.
   * Default 1.
   */
  readonly scale?: number;
  readonly checkpoints?: CheckpointOptions;
}

/** What a training gives. All its tensors are the caller's to dispose of. */
export interface Fitted<P> {
  /** The weights after the last step. */
  readonly params: P;
  /** The weights at the lowest evaluation; where nothing was evaluated, the last ones. */
  readonly best: { readonly step: number; readonly value: number; readonly params: P };
  readonly history: History;
}

/** What was seen on the way: points [step, value], to be drawn as they are. */
export interface History {
  /** The loss on each step's batch, before the update. */
  readonly losses: readonly Point[];
  readonly evaluations: readonly Point[];
  /** Mean of the last ten losses; NaN before the first. */
  readonly lately: number;
}

type Point = readonly [step: number, value: number];

/**
 * Trains in a cell: shows how far it is, what time is left, and a curve; stops when the cell is
 * stopped.
 *
 *   const { params, history } = await fit('reading', {
 *     ...{ params: first, steps: 200, draw, loss, optimizer: adam({ learningRate: 0.01 }) },
 *   }, makeRng(1));
 *
 * @param title what is going on
 * @param options the task, weights to begin with, and what to show
 * @param rng its seed decides the order of batches and what is dropped
 * @returns the trained weights and what was seen on the way
 * @throws DivergedError if a loss or a gradient is not finite
 * @throws InputError if there are no batches, or a number of steps is none
 * @throws what the stopped cell ends in, when it was stopped
 */
export async function fit<P extends Params, Batch>(
  title: string,
  options: FitOptions<P, Batch>,
  rng: Rng,
): Promise<Fitted<P>> {
  const { params, steps, optimizer, loss, evaluation, curve, checkpoints } = options;
  const batches = 'draw' in options ? endless(options.draw) : options.batches;
  const { clip = (gradients: P) => clipByGlobalNorm(gradients, 1) } = options;
  const live = progress({ title, total: steps, ...(curve === undefined ? {} : { curve }) });
  const log = new Log(options, live);
  try {
    const trained = await trainingLoop(
      {
        ...{ params, steps, optimizer, clip, task: { batches, loss } },
        ...(checkpoints === undefined ? {} : { checkpoints }),
        evaluations: evaluation === undefined ? [] : [evaluation],
        onEvent: (event) => {
          log.add(event);
        },
        signal: stopSignal(),
      },
      rng,
    );
    const last = { step: trained.step, value: trained.loss, params: trained.params };
    return { params: trained.params, best: log.best ?? last, history: log };
  } catch (error) {
    if (log.best !== undefined) disposeParams(log.best.params);
    throw error;
  } finally {
    live.end();
  }
}

const LATELY = 10;

/** Why trainings of this kernel could not run as graphs. */
const told = new Set<string>();

/** Keeps and shows what a training tells. */
class Log<P extends Params> implements History {
  readonly losses: Point[] = [];
  readonly evaluations: Point[] = [];
  best: Fitted<P>['best'] | undefined;
  readonly #samples: string[] = [];

  constructor(
    private readonly options: Pick<Fit<P, never>, 'evaluation' | 'sample' | 'scale'>,
    private readonly live: Progress,
  ) {}

  get lately(): number {
    const last = this.losses.slice(-LATELY);
    return last.reduce((sum, [, loss]) => sum + loss, 0) / last.length;
  }

  add(event: TrainingEvent<P>): void {
    if (event.kind === 'evaluation') this.#evaluated(event);
    if (event.kind === 'eager') this.#explain(event.reason);
    if (event.kind !== 'step') return;
    const loss = event.loss * (this.options.scale ?? 1);
    this.losses.push([event.step, loss]);
    const name = this.options.evaluation === undefined ? 'loss' : 'this batch';
    this.live.report(event.step, { [name]: loss });
  }

  /** Each reason is told once per kernel: every training with the same loss has the same one. */
  #explain(reason: string): void {
    if (told.has(reason)) return;
    told.add(reason);
    this.#samples.push(`This training runs operation by operation: right, but slower. ${reason}`);
    this.live.say(this.#samples.join('\n'));
  }

  #evaluated({ step, name, value, params }: EvaluationEvent<P>): void {
    this.evaluations.push([step, value]);
    this.live.report(step, { [name]: value });
    if (this.best === undefined || value < this.best.value) {
      if (this.best !== undefined) disposeParams(this.best.params);
      this.best = { step, value, params: mapParams(params, (leaf) => leaf.clone()) };
    }
    const { sample } = this.options;
    if (sample === undefined) return;
    this.#samples.push(`${String(step).padStart(4)}  ${tidy(() => sample(params))}`);
    this.live.say(this.#samples.join('\n'));
  }
}
