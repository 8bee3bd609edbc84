import type * as tf from '@tensorflow/tfjs-core';
import {
  flattenParams,
  InputError,
  tidy,
  unflattenParams,
  wrongInput,
  type Params,
} from '../core/index.js';
import type { Optimizer, OptimizerState } from './optimizers.js';
import { readTensors, writeTensors } from './tensor-file.js';

/** All that a run needs to go on exactly as if it had never stopped. */
export interface Checkpoint<S extends string, P> {
  readonly params: P;
  readonly state: OptimizerState<S, P>;
  /** Updates made. */
  readonly step: number;
  /** Passes over the data that are finished. */
  readonly epoch: number;
  /** Batches taken in the pass that is going on. */
  readonly taken: number;
}

/** Which run a checkpoint belongs to. */
export interface RunIdentity<S extends string> {
  readonly optimizer: Optimizer<S>;
  readonly seed: number;
}

/**
 * Writes a checkpoint in one piece.
 *
 * @param path file, replaced if it is there
 */
export function saveCheckpoint<S extends string, P extends Params>(
  path: string,
  checkpoint: Checkpoint<S, P>,
  { optimizer, seed }: RunIdentity<S>,
): void {
  const { params, state, step, epoch, taken } = checkpoint;
  const tensors = { ...flattenParams(params, 'params') };
  for (const [name, tree] of Object.entries<P>(state))
    Object.assign(tensors, flattenParams(tree, `state.${name}`));
  const numbers = { step, epoch, taken, seed };
  const texts = Object.entries(numbers).map(([name, value]) => [name, String(value)] as const);
  writeTensors(path, {
    tensors,
    metadata: { ...Object.fromEntries(texts), optimizer: optimizer.name },
  });
}

/**
 * Reads a checkpoint.
 *
 * @param example weights of the same form, such as the first ones of the run
 * @param run the run that is to go on
 * @throws InputError if the file is missing or damaged, or belongs to another model, optimizer or
 *   seed
 */
export function loadCheckpoint<S extends string, P extends Params>(
  path: string,
  example: P,
  { optimizer, seed }: RunIdentity<S>,
): Checkpoint<S, P> {
  return tidy(() => {
    const { tensors, metadata } = readTensors(path);
    agree(path, 'optimizer', optimizer.name, metadata['optimizer']);
    agree(path, 'seed', String(seed), metadata['seed']);
    const below = (root: string) => unflattenParams(example, leavesBelow(root, tensors));
    const trees = optimizer.remembers.map((name) => [name, below(`state.${name}`)] as const);
    return {
      params: below('params'),
      state: Object.fromEntries(trees) as Record<S, P>,
      step: Number(metadata['step']),
      epoch: Number(metadata['epoch']),
      taken: Number(metadata['taken']),
    };
  });
}

function leavesBelow(root: string, tensors: Readonly<Record<string, tf.Tensor>>) {
  const mine = Object.entries(tensors).filter(
    ([path]) => path === root || path.startsWith(`${root}.`),
  );
  return Object.fromEntries(mine.map(([path, leaf]) => [path.slice(root.length + 1), leaf]));
}

function agree(path: string, what: string, expected: string, received: string | undefined): void {
  if (received === expected) return;
  throw new InputError(
    wrongInput(
      `checkpoint ${path}`,
      `a run with ${what} ${expected}`,
      `one with ${what} ${received ?? 'unknown'}`,
      'Go on as the run began, or give the new run a path of its own.',
    ),
  );
}
