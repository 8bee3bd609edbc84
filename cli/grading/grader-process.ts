import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Limits } from '../../grader/box/limits.js';
import { Meter } from '../../grader/box/meter.js';
import { usageOf } from '../../grader/box/usage.js';
import type { Failure } from '../../grader/outcome.js';
import type { Spent } from '../../grader/spending.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import { graderCommand, type Graded, type Job, type Told } from './messages.js';

export type GraderLimits = Pick<Limits, 'cpuMilliseconds' | 'wallMilliseconds' | 'megabytes'>;

/**
 * Of one piece of work: a file to open, or one to read, or a task to judge. An honest one takes a
 * second at most.
 */
const usualLimits: GraderLimits = {
  cpuMilliseconds: 10_000,
  wallMilliseconds: 180_000,
  megabytes: 1_024,
};

const lookMilliseconds = 50;

/** Bytes of Node's own last words that are kept to tell why it died. */
const lastWordsBytes = 16_384;

/** What a file left behind in memory must not count against the next one. */
const mostMegabytesKept = 512;

/** A process ended over a file: why, over which work, and what it had settled before. */
export interface Death {
  readonly failure: Failure;
  readonly at: Told & { readonly kind: 'at' };
  readonly settled: readonly TaskVerdict[];
  /** What the tasks took that were settled, and those that were at work. */
  readonly spent: Spent;
}

const opening = { kind: 'at', work: 'opening', stakes: [] } as const;

const running = new Set<GraderProcess>();
process.on('exit', () => {
  for (const grader of running) grader.kill();
});

/**
 * A process that reads and judges one file at a time, watched from outside and ended where it takes
 * too much.
 */
export class GraderProcess {
  readonly #child: ChildProcess;
  readonly #hasEnded: Promise<void>;
  #hear: (told: Told) => void = () => undefined;
  #lastWords = '';
  #ended: string | undefined;
  #megabytes = 0;

  /**
   * @param program the bundled command that runs now
   * @param limits of one piece of work
   */
  constructor(
    program = process.argv[1] ?? '',
    private readonly limits: GraderLimits = usualLimits,
  ) {
    const node = ['--max-old-space-size=1024', ...process.execArgv, program, graderCommand];
    const command = [...dyingWithParent(), process.execPath, ...node];
    this.#child = spawn(command[0] ?? '', command.slice(1), {
      // The coordinator was started from a bundle that fits its sources.
      env: { ...process.env, UNROLL_SET_UP: 'done' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own, so that esbuild, which it starts, ends with it.
      detached: true,
      windowsHide: true,
    });
    running.add(this);
    this.#child.on('message', (told: Told) => {
      this.#hear(told);
    });
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#lastWords = (this.#lastWords + bytes.toString('utf8')).slice(-lastWordsBytes);
    });
    this.#hasEnded = new Promise((resolve) => {
      const end = (how: string) => {
        this.#ended ??= how;
        this.kill();
        running.delete(this);
        resolve();
      };
      this.#child.once('error', ({ message }) => {
        end(message);
      });
      this.#child.once('exit', (code, signal) => {
        end(signal ?? `exit status ${String(code)}`);
      });
    });
  }

  /** Whether another file may be given to it. */
  get isFit(): boolean {
    return this.#ended === undefined && this.#megabytes < mostMegabytesKept;
  }

  async grade(job: Job): Promise<Graded | Death> {
    const settled: TaskVerdict[] = [];
    const spent: Record<string, number> = { ...job.spent };
    let at: Death['at'] = opening;
    let meter = new Meter(this.limits);
    let limit: Failure | undefined;
    const look = async () => {
      const usage = await usageOf(this.#child.pid ?? 0);
      this.#megabytes = usage?.megabytes ?? 0;
      limit ??= meter.look(performance.now(), usage);
      if (limit !== undefined) this.kill();
    };
    const looks = setInterval(() => void look(), lookMilliseconds);
    const answered = new Promise<Graded>((resolve) => {
      this.#hear = (told) => {
        if (told.kind === 'graded') resolve(told.graded);
        else if (told.kind === 'settled') {
          settled.push(told.verdict);
          spent[told.verdict.id] = told.milliseconds;
        } else {
          at = told;
          meter = new Meter(this.limits);
        }
      };
    });
    if (this.#ended === undefined) this.#child.send(job, () => undefined);
    const graded = await Promise.race([answered, this.#hasEnded]);
    clearInterval(looks);
    if (graded !== undefined) return graded;
    for (const { id } of at.stakes) spent[id] = (spent[id] ?? 0) + meter.spentMilliseconds;
    return { failure: limit ?? this.#causeOfDeath(), at, settled, spent };
  }

  kill(): void {
    const { pid } = this.#child;
    try {
      if (process.platform === 'win32' || pid === undefined) this.#child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  async close(): Promise<void> {
    this.kill();
    await this.#hasEnded;
  }

  #causeOfDeath(): Failure {
    const { megabytes } = this.limits;
    if (/heap out of memory|invalid table size|Array buffer allocation/i.test(this.#lastWords))
      return { kind: 'out-of-memory', megabytes };
    return { kind: 'killed', reason: this.#ended ?? 'no reason' };
  }
}

/** The kernel ends the process with this one, whatever kills that. */
const dyingWithParent = () =>
  existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : [];
