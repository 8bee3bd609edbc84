import type { Failure } from '../outcome.js';
import type { Limits } from './limits.js';
import type { Usage } from './usage.js';

/** Resident memory of an empty box. */
const emptyMegabytes = 70;

/**
 * The longest time that passes between two looks. A longer one was spent by what should have
 * looked, and the call could not know: it does not count.
 */
const mostBetweenLooks = 100;

/**
 * A call that has not ended in this many times all limits together ends here, whatever keeps it.
 */
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
  private watched = 0;

  /** @param at the clock when the call began, in milliseconds */
  constructor(
    private readonly limits: Pick<Limits, 'cpuMilliseconds' | 'wallMilliseconds' | 'megabytes'>,
    private at: number,
  ) {}

  /**
   * The limit that is met, if any.
   *
   * @param now the clock
   * @param usage what the system says of the process; undefined where it does not
   */
  look(now: number, usage: Usage | undefined): Failure | undefined {
    const { cpuMilliseconds, wallMilliseconds, megabytes } = this.limits;
    const passed = Math.min(now - this.at, mostBetweenLooks);
    this.watched += passed;
    if (!this.isAtWork(usage)) this.idle += passed;
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
    const longest = patience * (cpuMilliseconds + wallMilliseconds);
    if (this.watched > longest) return { kind: 'timeout', of: 'wall', milliseconds: longest };
    return undefined;
  }

  private isAtWork(usage: Usage | undefined): boolean {
    if (usage === undefined) return false;
    return usage.wantsProcessor || usage.cpuMilliseconds > (this.last?.cpuMilliseconds ?? Infinity);
  }
}
