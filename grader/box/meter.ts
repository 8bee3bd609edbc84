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
 * Holds what a piece of work costs against its limits: one call, or all calls of a box.
 *
 * A loop that waits for the processor is not idle: on a busy machine it meets the same limit as on
 * an idle one, only later.
 */
export class Meter {
  private before: Usage | undefined;
  private last: Usage | undefined;
  private at: number | undefined;
  private idle = 0;
  private watched = 0;

  constructor(
    private readonly limits: Pick<Limits, 'cpuMilliseconds' | 'wallMilliseconds' | 'megabytes'>,
  ) {}

  /** The work goes on after a rest, whose time does not count. */
  resume(): void {
    this.at = undefined;
  }

  /** Time of the processor, and time that passed without using it. */
  get spentMilliseconds(): number {
    const [first, last] = [this.before?.cpuMilliseconds ?? 0, this.last?.cpuMilliseconds ?? 0];
    return last - first + this.idle;
  }

  /**
   * The limit that is met, if any.
   *
   * @param now the clock
   * @param usage what the system says of the process; undefined where it does not
   */
  look(now: number, usage: Usage | undefined): Failure | undefined {
    const { cpuMilliseconds, wallMilliseconds, megabytes } = this.limits;
    // The first look only sees where the clock stands: a short call on a busy machine is not idle.
    const passed = Math.min(now - (this.at ?? now), mostBetweenLooks);
    this.watched += passed;
    if (!this.isAtWork(usage)) this.idle += passed;
    this.at = now;
    this.last = usage ?? this.last;
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
