import { flattenParams, wrongInput, type Params } from '../core/index.js';

/** Training met a number that is NaN or infinite. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  constructor(
    message: string,
    /** Updates made before it. */
    readonly step: number,
  ) {
    super(message);
  }
}

/** A checkpoint that is on disk. */
export interface Saved {
  readonly path: string;
  readonly step: number;
}

/** What was looked at when a number was not finite. */
export interface Found {
  readonly step: number;
  readonly loss: number;
  readonly gradients: Params;
  readonly saved: Saved | undefined;
}

/**
 * The error for a loss or gradients that are not finite: says which, when, and where good weights
 * are.
 */
export function divergedAt({ step, loss, gradients, saved }: Found): DivergedError {
  const first = notFinite(gradients);
  const slope =
    first === undefined ? 'gradients whose norm is not' : `a gradient of ${first} that is not`;
  const received = Number.isFinite(loss) ? slope : `a loss of ${loss}`;
  return new DivergedError(
    wrongInput(
      `trainingLoop step ${step + 1}`,
      'finite numbers',
      received,
      `Lower the learning rate, or clip the gradients. ${whereKept(saved)}`,
    ),
    step,
  );
}

/** The error for weights that an update has made NaN or infinite. */
export function weightsDiverged(path: string, step: number, saved: Saved | undefined) {
  return new DivergedError(
    wrongInput(
      `trainingLoop weights after step ${step}`,
      'finite numbers',
      `${path} with some that are not`,
      `Lower the learning rate, or clip the gradients. ${whereKept(saved)}`,
    ),
    step,
  );
}

/** Path of the first leaf that holds a NaN or an infinite number. */
export function notFinite(params: Params): string | undefined {
  const leaves = Object.entries(flattenParams(params));
  return leaves.find(([, leaf]) => !leaf.dataSync().every(Number.isFinite))?.[0];
}

function whereKept(saved: Saved | undefined): string {
  return saved === undefined
    ? 'No checkpoint was kept.'
    : `The last good weights are those of step ${saved.step}, in ${saved.path}.`;
}
