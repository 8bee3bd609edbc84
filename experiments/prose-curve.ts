/** A look at held-out text while a model trains. */
export interface Mark {
  /** Updates made. */
  readonly step: number;
  /**
   * Seconds of its own training so far: drawing batches, loss, gradients, update; looks at held-out
   * text not counted.
   */
  readonly seconds: number;
  /** Bits for each held-out character. */
  readonly bits: number;
}

/** What a training is measured in. */
export type Clock = 'step' | 'seconds';

/** How one model's training went. */
export interface LearningCurve {
  readonly name: string;
  /** Trainable numbers. */
  readonly parameters: number;
  /** From the first weights (step 0, 0 seconds) to the last ones. */
  readonly marks: readonly Mark[];
}

/**
 * Bits per character at a moment of the training, on the straight line between the looks before and
 * after it.
 *
 * @param clock what the moment is counted in
 * @param moment from 0; behind the last look its bits are given
 */
export function bitsAt({ marks }: LearningCurve, clock: Clock, moment: number): number {
  const after = marks.findIndex((mark) => mark[clock] >= moment);
  const [next, before] = [marks[after], marks[after - 1]];
  if (next === undefined) return marks.at(-1)?.bits ?? NaN;
  if (before === undefined) return next.bits;
  const way = (moment - before[clock]) / (next[clock] - before[clock]);
  return before.bits + way * (next.bits - before.bits);
}

/** The last moment that all of them reached: to be judged at equal steps, or at equal time. */
export function sharedMoment(curves: readonly LearningCurve[], clock: Clock): number {
  return Math.min(...curves.map(({ marks }) => marks.at(-1)?.[clock] ?? 0));
}

/**
 * Bits per character that one has less than another where both stand at the same moment: above 0,
 * it is ahead.
 *
 * @param share of the last moment that both reached; default 1
 */
export function leadOf(one: LearningCurve, other: LearningCurve, clock: Clock, share = 1): number {
  const moment = share * sharedMoment([one, other], clock);
  return bitsAt(other, clock, moment) - bitsAt(one, clock, moment);
}

/** Seconds of training that a step took. */
export function secondsPerStep({ marks }: LearningCurve): number {
  const { seconds = NaN, step = NaN } = marks.at(-1) ?? {};
  return seconds / step;
}

/**
 * The same curves with every step at the price that it had while all of them trained in turn:
 * whoever goes on alone after the others have ended has the machine to itself, and its seconds are
 * no longer theirs.
 */
export function pricedInTurn(curves: readonly LearningCurve[]): LearningCurve[] {
  const together = sharedMoment(curves, 'step');
  return curves.map((curve) => {
    const lookedAt = curve.marks.filter(({ step }) => step > 0 && step <= together).at(-1);
    if (lookedAt === undefined) return curve;
    const price = lookedAt.seconds / lookedAt.step;
    const marks = curve.marks.map((mark) => ({ ...mark, seconds: mark.step * price }));
    return { ...curve, marks };
  });
}
