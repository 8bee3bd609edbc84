import type { Failure } from '../outcome.js';
import type { Limits } from './limits.js';
import type { Usage } from './usage.js';

/** Resident memory of an empty box. */
const emptyMegabytes = 70;

/** A machine that in this many times all limits together has not let a call end is too busy to grade on. */
const patience = 20;

/**
 * Holds what one call costs against the limits.
 *
 * A loop that waits for the processor is not idle: on a busy machine it meets the same limit as on
 * an idle one, only later.
 */
export class Meter {
  private before: Usage | undefined;
  private last: Usage | undefined;
  private idle = 0;
  private at: number;

  /** @param start the clock when the call began, in milliseconds */
  constructor(
    private readonly limits: Limits,
    private readonly start: number,
  ) {
    this.at = start;
  }

  /**
   * The limit that is met, if any.
   *
   * @param now the clock
   * @param usage what the system says of the process; undefined where it does not
   */
  look(now: number, usage: Usage | undefined): Failure | undefined {
    const { cpuMilliseconds, wallMilliseconds, megabytes } = this.limits;
    if (!this.isAtWork(usage)) this.idle += now - this.at;
    this.at = now;
    this.last = usage;
    if (usage !== undefined) {
      this.before ??= usage;
      if (usage.megabytes > emptyMegabytes + megabytes) return { kind: 'out-of-memory', megabytes };
      if (usage.cpuMilliseconds - this.before.cpuMilliseconds > cpuMilliseconds)
        return { kind: 'timeout', of: 'cpu', milliseconds: cpuMilliseconds };
    }
    if (this.idle > wallMilliseconds)
      return { kind: 'timeout', of: 'wall', milliseconds: wallMilliseconds };
    if (now - this.start > patience * (cpuMilliseconds + wallMilliseconds))
      return { kind: 'infra-error', reason: 'the machine is too busy with other work' };
    return undefined;
  }

  private isAtWork(usage: Usage | undefined): boolean {
    if (usage === undefined) return false;
    return usage.wantsProcessor || usage.cpuMilliseconds > (this.last?.cpuMilliseconds ?? Infinity);
  }
}
