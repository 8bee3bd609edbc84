import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Outcome } from '../outcome.js';
import type { Box, BoxOptions } from './contract.js';
import { type Limits, trustedLimits, usualLimits } from './limits.js';
import { type BoxProcess, warmBox } from './process.js';
import { asValue, type Position, type Reply, type Request } from './protocol.js';

export type { Box, BoxOptions } from './contract.js';
export { type Limits, usualLimits } from './limits.js';
export { warmBox, type WarmBox } from './process.js';

/**
 * Starts a process, loads the code into it and returns at once: what goes wrong on the way is the
 * answer to every call.
 */
export function openBox(options: BoxOptions): Promise<Box> {
  const { process, limits } =
    options.warm ?? warmBox(options.limits, options.trusted === true ? trustedLimits : usualLimits);
  const loaded = process.ask(asValue(loadRequest(options, limits)));
  const ask = (request: Request) => askLoaded(process, loaded, request, options, limits);
  const { name: usual } = options;
  return Promise.resolve({
    call: (args, name = usual) => ask({ do: 'call', name, args }),
    handle: ({ id }, args) => ask({ do: 'handle', id, args }),
    gradient: (args, withRespectTo, cotangent, name = usual) =>
      ask({ do: 'gradient', name, args, withRespectTo, cotangent }),
    output: () => process.output(),
    close: () => process.close(),
  });
}

function loadRequest(options: BoxOptions, limits: Limits): Request {
  return {
    do: 'load',
    code: options.code,
    trusted: options.trusted ?? false,
    imports: options.imports ?? [],
    rules: options.rules ?? { forbidden: [], withheld: [], needed: [] },
    modules: options.modules ?? {},
    standIns: options.standIns ?? '',
    outputBytes: limits.outputBytes,
    replyBytes: limits.replyBytes,
  };
}

async function askLoaded(
  process: BoxProcess,
  loading: Promise<Reply>,
  request: Request,
  options: BoxOptions,
  limits: Limits,
): Promise<Outcome> {
  const loaded = await loading;
  const reply = loaded.outcome.kind === 'loaded' ? await process.ask(asValue(request)) : loaded;
  const outcome = finished(reply, options, limits);
  // Our own code has no hand in its box's faults; a submission's has, whatever they look like.
  const isItsOwn = options.trusted !== true && process.hasStarted;
  return outcome.kind === 'infra-error' && isItsOwn ? { ...outcome, kind: 'killed' } : outcome;
}

/** Adds what only this side knows: lines of the student's file, the limit that was met. */
function finished({ outcome, position }: Reply, options: BoxOptions, limits: Limits): Outcome {
  if (outcome.kind === 'loaded') return { kind: 'infra-error', reason: 'the box loaded twice' };
  if (outcome.kind === 'out-of-memory') return { ...outcome, megabytes: limits.megabytes };
  if (position === undefined || (outcome.kind !== 'threw' && outcome.kind !== 'forbidden'))
    return outcome;
  const line = originalLine(position, options.map);
  return line === undefined ? outcome : { ...outcome, line };
}

function originalLine(at: Position, map: string | undefined): number | undefined {
  if (map === undefined) return undefined;
  const original = originalPositionFor(new TraceMap(map), {
    line: at.line,
    column: at.column - 1,
  });
  return original.line ?? undefined;
}
