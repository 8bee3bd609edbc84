import type { Observed, StandInCall } from '../../outcome.js';
import { Handle, TensorValue, type Value } from '../../value.js';
import type { LoadRequest, Reply, Request } from '../protocol.js';
import { encodeValue } from '../wire.js';
import { describeThrown } from './errors.js';
import type { Exports } from './exports.js';
import { buildFence, type Fence } from './fence.js';
import { cotangentSum, gradientsOf, pick } from './gradient.js';
import { type BlameOf, watchKernels } from './kernels.js';
import { type Inner, isTensor, type Live, shapeOf, toLive, toValue } from './live.js';
import { find, loadSubmission, loadTrusted } from './modules.js';
import { settle } from './settle.js';
import { positionIn, showTextOf } from './stack.js';
import { engine, type tf } from './tfjs.js';

/** A loaded submission or bundle, and what its calls left behind. */
export class Loaded {
  private readonly handles: Inner[] = [];
  private readonly ids = new Map<Inner, number>();
  private standInCalls: StandInCall[] = [];

  private constructor(
    private readonly exports: Exports,
    private readonly standIns: Exports,
    private readonly fence: Fence | undefined,
    private readonly most: number,
  ) {}

  /** Loads code; the reply says why it could not. */
  static from(request: LoadRequest): Loaded | Reply {
    const { code, imports, modules } = request;
    const fence = request.trusted ? undefined : buildFence(request.rules);
    if (!request.trusted) showTextOf(code);
    try {
      const standIns = request.standIns === '' ? {} : loadTrusted(request.standIns);
      const exports =
        fence === undefined ? loadTrusted(code) : loadSubmission(code, imports, fence, modules);
      return new Loaded(exports, standIns, fence, request.replyBytes);
    } catch (thrown) {
      return trappedReply(fence) ?? describeThrown(thrown);
    }
  }

  /** Answers one request; whatever the code does, there is a reply. */
  async answer(request: Exclude<Request, LoadRequest>): Promise<Reply> {
    this.standInCalls = [];
    try {
      const reply = await this.attempt(request);
      return trappedReply(this.fence) ?? reply;
    } catch (thrown) {
      return trappedReply(this.fence) ?? describeThrown(thrown);
    }
  }

  private async attempt(request: Exclude<Request, LoadRequest>): Promise<Reply> {
    const f = request.do === 'handle' ? this.handles[request.id] : find(this.exports, request.name);
    if (f === undefined) return { outcome: { kind: 'missing' } };
    const given = new Given(request.args, {
      handle: (id) => this.handles[id],
      standIn: (name) => this.counted(name),
    });
    return request.do === 'gradient' ? this.gradient(f, request, given) : this.call(f, given);
  }

  private async call(f: Inner, given: Given): Promise<Reply> {
    const before = engine.memory().numTensors;
    const { result, promised } = await settle(() => f(...given.live()));
    const value = toValue(result, (g) => this.handleOf(g));
    const leaked = engine.memory().numTensors - before - given.newTensorsIn(result);
    encodeValue(value, this.most);
    const observed = this.observed(given, leaked, promised);
    return { outcome: { kind: 'value', value, observed } };
  }

  private gradient(f: Inner, request: Extract<Request, { do: 'gradient' }>, given: Given): Reply {
    const wanted = request.withRespectTo.map((path) => pick(given.record(), path));
    const before = engine.memory().numTensors;
    const blame = watchKernels();
    const progress = { returned: false };
    const output = () => {
      const result = f(...given.live());
      progress.returned = true;
      return cotangentSum(result, request.cotangent);
    };
    let found;
    try {
      found = gradientsOf(output, wanted);
    } catch (thrown) {
      if (!progress.returned) throw thrown;
      return backwardFailure(describeThrown(thrown), blame);
    }
    const leaked = engine.memory().numTensors - before - found.filter((g) => g !== null).length;
    const gradients: Record<string, TensorValue | null> = {};
    request.withRespectTo.forEach((path, i) => {
      const value = toValue(found[i] ?? null, (g) => this.handleOf(g));
      gradients[path] = value instanceof TensorValue ? value : null;
    });
    const observed = this.observed(given, leaked, false);
    return { outcome: { kind: 'gradient', gradients, observed } };
  }

  private observed(given: Given, leaked: number, promised: boolean): Observed {
    return {
      inputsChanged: given.changed(),
      tensorsLeaked: Math.max(0, leaked),
      standInCalls: this.standInCalls,
      promised,
    };
  }

  private handleOf(f: Inner): Handle {
    const id = this.ids.get(f) ?? this.handles.push(f) - 1;
    this.ids.set(f, id);
    return new Handle(id);
  }

  private counted(name: string): Live {
    const standIn = find(this.standIns, name);
    if (standIn === undefined) throw new Error(`There is no stand-in ${name}.`);
    return (...args: unknown[]) => {
      if (this.standInCalls.length < 10_000)
        this.standInCalls.push({ name, shapes: tensorsOf(args).map(shapeOf) });
      return standIn(...args);
    };
  }
}

/** The arguments of one call, and how they looked before it. */
class Given {
  private readonly args: Readonly<Record<string, Live>>;
  private readonly before: ReadonlyMap<string, Uint8Array>;

  constructor(
    values: Readonly<Record<string, Value>> | readonly Value[],
    inside: Parameters<typeof toLive>[1],
  ) {
    this.args = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, toLive(value, inside)]),
    );
    this.before = new Map(Object.entries(this.args).map(([name, x]) => [name, looks(x)]));
  }

  live(): readonly Live[] {
    return Object.values(this.args);
  }

  record(): Readonly<Record<string, Live>> {
    return this.args;
  }

  changed(): string[] {
    return Object.entries(this.args)
      .filter(([name, x]) => !same(this.before.get(name), looksNow(x)))
      .map(([name]) => name);
  }

  /** Tensors of a result that the call made, each counted once. */
  newTensorsIn(result: Live): number {
    const old = new Set(tensorsOf(this.live()));
    return new Set(tensorsOf(result).filter((x) => !old.has(x))).size;
  }
}

const looks = (x: Live) =>
  encodeValue(
    toValue(x, () => null),
    Infinity,
  );

function looksNow(x: Live): Uint8Array | undefined {
  try {
    return looks(x);
  } catch {
    return undefined;
  }
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.length === b.length && a.every((x, i) => x === b[i])
  );
}

/** Tensors in something that `toValue` has accepted, or in the arguments of a stand-in. */
function tensorsOf(x: Live, depth = 0): tf.Tensor[] {
  if (isTensor(x)) return [x];
  if (depth > 8 || typeof x !== 'object' || x === null) return [];
  return Object.values(x).flatMap((item: Live) => tensorsOf(item, depth + 1));
}

function trappedReply(fence: Fence | undefined): Reply | undefined {
  const trapped = fence?.takeTrapped();
  if (trapped === undefined) return undefined;
  return { outcome: { kind: 'forbidden', what: trapped.what }, ...positionIn(trapped.stack) };
}

/** The gradient through a function that returned: what in it has none. */
function backwardFailure(reply: Reply, blame: BlameOf): Reply {
  const { outcome } = reply;
  if (outcome.kind !== 'threw') return reply;
  const kernel = /gradient function not found for (\w+)/.exec(outcome.message)?.[1] ?? '';
  const { called, position } = blame(kernel) ?? {};
  const message =
    kernel === ''
      ? outcome.message
      : `tfjs has no gradient for ${kernel}${called === undefined ? '' : `, which tf.${called} uses`}`;
  return {
    outcome: { ...outcome, message, backward: true },
    ...(position === undefined ? pickPosition(reply) : { position }),
  };
}

const pickPosition = ({ position }: Reply) => (position === undefined ? {} : { position });
