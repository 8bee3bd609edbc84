import type * as tf from '@tensorflow/tfjs-core';
import type { Params, Rng } from '../core/index.js';
import type { Batches } from './batch-feed.js';
import type { Optimizer } from './update-rule.js';

/** What is learned: a loss on batches. */
export interface TrainingTask<P, Batch> {
  /**
   * The batches of one pass over the data. The loop frees each; after the last a new pass begins.
   */
  readonly batches: Batches<Batch>;
  /** Maps weights and a batch to the loss; the rng is for dropout. */
  readonly loss: (params: P, batch: Batch, rng: Rng) => tf.Scalar;
  /**
   * What the loss is a mean over, such as rows or real tokens: batches of one step count by it. A
   * finite number from 0, not 0 for all of them; default 1 each.
   */
  readonly weight?: (batch: Batch) => number | tf.Scalar;
}

/** What is looked at now and then: one number, such as the loss on held-out data. */
export interface EvaluationTask<P> {
  readonly name: string;
  /** Steps from one measurement to the next; after the last step there always is one. */
  readonly every: number;
  /** A number, or a tensor of one. */
  readonly measure: (params: P) => number | tf.Scalar;
}

/** What the loop tells while it runs; `params` are to look at, and freed at the next step. */
export type TrainingEvent<P> = StepEvent<P> | EvaluationEvent<P> | CheckpointEvent | EagerEvent;

/** An update was made. */
export interface StepEvent<P> {
  readonly kind: 'step';
  /** Updates made. */
  readonly step: number;
  /** Loss of the weights before the update, on this step's batches. */
  readonly loss: number;
  /** Global norm of the gradients, before clipping. */
  readonly gradientNorm: number;
  readonly params: P;
}

/** An evaluation task was measured. */
export interface EvaluationEvent<P> {
  readonly kind: 'evaluation';
  readonly step: number;
  readonly name: string;
  readonly value: number;
  readonly params: P;
}

/** A checkpoint is on disk. */
export interface CheckpointEvent {
  readonly kind: 'checkpoint';
  readonly step: number;
  readonly path: string;
}

/** Steps cannot be recorded as one graph, and run operation by operation. */
export interface EagerEvent {
  readonly kind: 'eager';
  readonly reason: string;
}

/** Where a run is kept on disk. */
export interface CheckpointOptions {
  readonly path: string;
  /**
   * Steps from one checkpoint to the next; the last step and a stopped run are kept in any case.
   */
  readonly every: number;
  /** Goes on from the file if it is there; default false. */
  readonly resume?: boolean;
}

/** A training run. */
export interface TrainingOptions<P extends Params, Batch> {
  /** Weights to begin with; they stay as they are, and stay the caller's. */
  readonly params: P;
  readonly task: TrainingTask<P, Batch>;
  readonly optimizer: Optimizer;
  /** Updates to make in all. */
  readonly steps: number;
  /**
   * Batches whose gradients are averaged for one update, as if they were one batch; only one at a
   * time is computed. Default 1.
   */
  readonly batchesPerStep?: number;
  /** Shortens gradients, as `(g) => clipByGlobalNorm(g, 1)` does; default: left as they are. */
  readonly clip?: (gradients: P) => P;
  readonly evaluations?: readonly EvaluationTask<P>[];
  readonly checkpoints?: CheckpointOptions;
  readonly onEvent?: (event: TrainingEvent<P>) => void;
  /** Stops the run between two steps. */
  readonly signal?: AbortSignal;
}

/** What a run ends in. */
export interface Trained<P> {
  /** The caller's to dispose of. */
  readonly params: P;
  /** Updates made in all. */
  readonly step: number;
  /** Loss of the last step; NaN where a resumed run had nothing left to do. */
  readonly loss: number;
}
