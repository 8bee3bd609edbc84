/** A learning rate by step, the first step being 0; or one rate for all. */
export type Schedule = number | ((step: number) => number);

/** The learning rate at a step. */
export function rateAt(schedule: Schedule, step: number): number {
  return typeof schedule === 'number' ? schedule : schedule(step);
}

/** The form of a rate that rises, then falls. */
export interface WarmUpThenCosineOptions {
  /** The highest rate. */
  readonly peak: number;
  /** Steps in which it rises from 0 in a straight line. */
  readonly warmUp: number;
  /** Steps after which it is 0. */
  readonly steps: number;
}

/**
 * Rises in a straight line, then falls along half a cosine to 0.
 *
 *   rate(s) = peak * (s + 1) / warmUp                                          for s < warmUp
 *   rate(s) = peak * (1 + cos(pi * (s - warmUp) / (steps - warmUp))) / 2       from there on
 *
 * Source: Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
 */
export function warmUpThenCosine({ peak, warmUp, steps }: WarmUpThenCosineOptions): Schedule {
  return (step) => {
    if (step < warmUp) return (peak * (step + 1)) / warmUp;
    const way = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
    return (peak * (1 + Math.cos(Math.PI * way))) / 2;
  };
}
