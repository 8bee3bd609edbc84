/** What one box may use; a call that needs more ends the box and says which limit it was. */
export interface Limits {
  /** Processor time of one call, in milliseconds. */
  readonly cpuMilliseconds: number;
  /** Time by the clock that one call may wait without using the processor, in milliseconds. */
  readonly wallMilliseconds: number;
  /** All calls of a box together may use as much as this many calls that meet their limits. */
  readonly fullCalls: number;
  /** All boxes of a file together, as much computing as this many boxes that meet theirs. */
  readonly fullBoxes: number;
  /** Memory above that of an empty box, in megabytes. */
  readonly megabytes: number;
  /** Bytes of `console.log` kept over the life of a box. */
  readonly outputBytes: number;
  /** Bytes of one answer. */
  readonly replyBytes: number;
}

/** Wide for an exercise's sizes: a right answer takes milliseconds. */
export const usualLimits: Limits = {
  cpuMilliseconds: 5_000,
  wallMilliseconds: 10_000,
  fullCalls: 3,
  fullBoxes: 3,
  megabytes: 384,
  outputBytes: 32_768,
  replyBytes: 16 * 1024 * 1024,
};

/** Our own functions, many in one box, are asked thousands of times. */
export const trustedLimits: Limits = { ...usualLimits, fullCalls: 20 };

/** What all calls of a box together may use. */
export const ofAllCalls = (limits: Limits): Limits => ({
  ...limits,
  cpuMilliseconds: limits.fullCalls * limits.cpuMilliseconds,
  wallMilliseconds: limits.fullCalls * limits.wallMilliseconds,
});
