import {
  flattenParams,
  InputError,
  tidy,
  unflattenParams,
  wrongInput,
  type Params,
} from '../core/index.js';
import { openSafetensors } from '../core/safetensors.js';
import { writeSafetensors } from '../core/safetensors-writer.js';
import type { Optimizer, OptimizerState } from './update-rule.js';

/** All that a run needs to go on exactly as if it had never stopped. */
export interface Checkpoint<P> {
  readonly params: P;
  readonly state: OptimizerState;
  /** Updates made. */
  readonly step: number;
  /** Passes over the data that are finished. */
  readonly epoch: number;
  /** Batches taken in the pass that is going on. */
  readonly taken: number;
}

/** Which run a checkpoint belongs to. */
export interface RunIdentity {
  readonly optimizer: Optimizer;
  readonly seed: number;
}

/**
 * Writes a checkpoint in one piece.
 *
 * @param path file, replaced if it is there
 */
export function saveCheckpoint<P extends Params>(
  path: string,
  checkpoint: Checkpoint<P>,
  { optimizer, seed }: RunIdentity,
): void {
  const { params, state, step, epoch, taken } = checkpoint;
  const numbers = { step, epoch, taken, seed };
  const texts = Object.entries(numbers).map(([name, value]) => [name, String(value)] as const);
  writeSafetensors(path, {
    tensors: flattenParams({ params, state }),
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
export function loadCheckpoint<P extends Params>(
  path: string,
  example: P,
  { optimizer, seed }: RunIdentity,
): Checkpoint<P> {
  return tidy(() => {
    const file = openSafetensors(path);
    const { metadata } = file;
    agree(path, 'optimizer', optimizer.name, metadata['optimizer']);
    agree(path, 'seed', String(seed), metadata['seed']);
    const form = { params: example, state: optimizer.init(example) };
    const tensors = Object.fromEntries(
      [...file.tensors.keys()].map((name) => [name, file.tensor(name)]),
    );
    return {
      ...unflattenParams(form, tensors),
      step: Number(metadata['step']),
      epoch: Number(metadata['epoch']),
      taken: Number(metadata['taken']),
    };
  });
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
