/** A look at held-out text while a model trains. */
export interface Mark {
  /** Updates made. */
  readonly step: number;
  /** Seconds of its own training so far: drawing batches, loss, gradients, update; looks at held-out text not counted. */
  readonly seconds: number;
  /** Bits for each held-out character. */
  readonly bits: number;
}

/** How one model's training went. */
export interface Course {
  readonly name: string;
  /** Trainable numbers. */
  readonly parameters: number;
  /** From the first weights (step 0, 0 seconds) to the last ones. */
  readonly marks: readonly Mark[];
}

/**
 * Bits per character at a moment of the training, on the straight line between the looks before and after it.
 *
 * @param clock what the moment is counted in
 * @param moment from 0; behind the last look its bits are given
 */
export function bitsAt({ marks }: Course, clock: 'step' | 'seconds', moment: number): number {
  const after = marks.findIndex((mark) => mark[clock] >= moment);
  const [next, before] = [marks[after], marks[after - 1]];
  if (next === undefined) return marks.at(-1)?.bits ?? NaN;
  if (before === undefined) return next.bits;
  const way = (moment - before[clock]) / (next[clock] - before[clock]);
  return before.bits + way * (next.bits - before.bits);
}

/** The last moment that all of them reached: to be judged at equal steps, or at equal time. */
export function sharedMoment(courses: readonly Course[], clock: 'step' | 'seconds'): number {
  return Math.min(...courses.map(({ marks }) => marks.at(-1)?.[clock] ?? 0));
}
