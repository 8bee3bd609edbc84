import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Failure } from '../outcome.js';
import type { Value } from '../value.js';
import { FrameReader } from './frames.js';
import { type Launch, launchBox } from './launch.js';
import { type Limits, ofAllCalls, usualLimits } from './limits.js';
import { Meter } from './meter.js';
import { asReply, ownFault, type Reply } from './protocol.js';
import { usageOf } from './usage.js';
import { decodeValue, encodeValue } from './wire.js';

/** A box may need this long to start on a machine that is busy. */
const startMilliseconds = 30_000;

/** How often memory and processor time are looked at during a call. */
const lookMilliseconds = 15;

/** Bytes of Node's own last words that are kept to tell why it died. */
const lastWordsBytes = 16_384;

interface Waiting {
  readonly secret: Buffer;
  readonly answer: (reply: Reply) => void;
}

const failed = (outcome: Failure): Reply => ({ outcome });

/** Boxes that run: ended with this process also where the kernel does not do that. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A box's process seen from outside: requests go in, authentic replies come out. */
export class BoxProcess {
  private readonly child: ChildProcess;
  private readonly channel: Duplex;
  private readonly isReady: Promise<void>;
  private readonly hasEnded: Promise<void>;
  private waiting: Waiting | undefined;
  private ended: Failure | undefined;
  private lastWords = '';
  private said = '';
  private queue: Promise<unknown> = Promise.resolve();
  private setReady: () => void = () => undefined;
  /** Of all calls together. */
  private readonly life: Meter;
  private wasReady = false;

  constructor(
    private readonly limits: Limits,
    { command, args, folder }: Launch = launchBox(limits),
  ) {
    this.life = new Meter(ofAllCalls(limits));
    this.child = spawn(command, args, {
      cwd: folder,
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    running.add(this.child);
    this.isReady = new Promise((resolve) => (this.setReady = resolve));
    this.hasEnded = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.end({ kind: 'infra-error', reason: `the box did not start: ${error.message}` });
        resolve();
      });
      this.child.once('close', (code, signal) => {
        this.end(this.causeOfDeath(code, signal));
        resolve();
      });
    });
    this.child.stderr?.on('data', (bytes: Buffer) => {
      this.lastWords = (this.lastWords + bytes.toString('utf8')).slice(-lastWordsBytes);
    });
    this.channel = this.child.stdio[3] as Duplex;
    this.channel.on('error', () => undefined);
    const reader = new FrameReader(2 * limits.replyBytes, this.events());
    this.channel.on('data', (bytes: Buffer) => {
      reader.take(bytes);
    });
  }

  /** Sends one request after those before it and waits for its reply or for the box's end. */
  ask(request: Value): Promise<Reply> {
    const asked = this.queue.then(() => this.exchange(request));
    this.queue = asked;
    return asked;
  }

  /**
   * Whether the box's own program ran: what goes wrong after that is the doing of what was loaded.
   */
  get hasStarted(): boolean {
    return this.wasReady;
  }

  /** What all calls took together, of the processor and of waiting. */
  get spentMilliseconds(): number {
    return this.life.spentMilliseconds;
  }

  output(): string {
    return this.said;
  }

  async close(): Promise<void> {
    this.kill({ kind: 'killed', reason: 'the box was closed' });
    await this.hasEnded;
  }

  private async exchange(request: Value): Promise<Reply> {
    await this.started();
    if (this.ended !== undefined) return failed(this.ended);
    const secret = randomBytes(16);
    const body = encodeValue(request, Infinity);
    const header = Buffer.alloc(4);
    header.writeUInt32LE(secret.length + body.length);
    const stopWatching = this.watch();
    const reply = await new Promise<Reply>((answer) => {
      this.waiting = { secret, answer };
      this.channel.write(Buffer.concat([header, secret, body]));
    });
    stopWatching();
    return reply;
  }

  private async started(): Promise<void> {
    if (this.wasReady || this.ended !== undefined) return;
    const late = setTimeout(() => {
      this.kill({ kind: 'infra-error', reason: 'the box did not start in time' });
    }, startMilliseconds);
    await Promise.race([this.isReady, this.hasEnded]);
    clearTimeout(late);
  }

  private events() {
    return {
      ready: () => {
        this.wasReady = true;
        this.setReady();
      },
      output: (text: string) => {
        this.said = (this.said + text).slice(0, 2 * this.limits.outputBytes);
      },
      reply: (secret: Buffer, body: Uint8Array) => {
        if (this.waiting?.secret.equals(secret) !== true)
          this.forged('a reply that is not its own');
        else this.settle(readReply(body));
      },
      garbage: (reason: string) => {
        this.forged(reason);
      },
    };
  }

  private forged(reason: string): void {
    this.kill({ kind: 'killed', reason: `the code wrote to the box's channel: ${reason}` });
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.answer(reply);
  }

  private kill(why: Failure): void {
    this.end(why);
    this.child.kill('SIGKILL');
  }

  private end(why: Failure): void {
    this.ended ??= why;
    running.delete(this.child);
    this.settle(failed(this.ended));
  }

  /** Watches what one request costs; returns how to stop. */
  private watch(): () => void {
    const pid = this.child.pid ?? 0;
    const call = new Meter(this.limits);
    this.life.resume();
    let looking = false;
    const look = async () => {
      if (looking) return;
      looking = true;
      const usage = await usageOf(pid);
      looking = false;
      if (this.waiting === undefined) return;
      const now = performance.now();
      const [ofCall, ofAll] = [call.look(now, usage), this.life.look(now, usage)];
      const limit = ofCall ?? (ofAll?.kind === 'timeout' ? { ...ofAll, inAll: true } : ofAll);
      if (limit !== undefined) this.kill(limit);
    };
    const looks = setInterval(() => void look(), lookMilliseconds);
    return () => {
      clearInterval(looks);
    };
  }

  private causeOfDeath(code: number | null, signal: string | null): Failure {
    const { megabytes } = this.limits;
    if (/heap out of memory|invalid table size|Array buffer allocation/i.test(this.lastWords))
      return { kind: 'out-of-memory', megabytes };
    if (signal === 'SIGXCPU') {
      const { cpuMilliseconds: milliseconds } = ofAllCalls(this.limits);
      return { kind: 'timeout', of: 'cpu', milliseconds, inAll: true };
    }
    if (code === ownFault) return { kind: 'infra-error', reason: "the box's own program failed" };
    if (!this.wasReady)
      return { kind: 'infra-error', reason: `the box did not start: ${this.lastWords.trim()}` };
    const how = signal ?? `exit status ${String(code)}`;
    return { kind: 'killed', reason: `its process ended (${how}) before it answered` };
  }
}

function readReply(body: Uint8Array): Reply {
  try {
    return asReply(decodeValue(body));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed({ kind: 'infra-error', reason: `the box answered in no known form: ${reason}` });
  }
}

/** A started process without code, for `openBox`. */
export interface WarmBox {
  readonly process: BoxProcess;
  readonly limits: Limits;
  close(): Promise<void>;
}

/**
 * Starts a box ahead of its code: while it starts, the code can be compiled.
 *
 * @param limits those of a submission without them
 */
export function warmBox(limits: Partial<Limits> = {}, usual = usualLimits): WarmBox {
  const all = { ...usual, ...limits };
  const process = new BoxProcess(all);
  return { process, limits: all, close: () => process.close() };
}
