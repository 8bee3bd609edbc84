import { inspect } from 'node:util';
import { Unsolved } from '../../../src/core/index.js';
import type { Position, Reply } from '../protocol.js';
import { ForbiddenUse } from './fence.js';

/** The name under which a submission's code runs, by which its lines are found in a stack. */
export const positionFile = 'unroll:submission';

/** The same for our own code. */
export const trustedFile = 'unroll:trusted';

/** What a call that threw answers. Only texts are taken from the thrown thing. */
export function describeThrown(thrown: unknown): Reply {
  if (thrown instanceof Unsolved) return { outcome: { kind: 'unattempted' } };
  if (thrown instanceof ForbiddenUse)
    return { outcome: { kind: 'forbidden', what: thrown.message }, ...positionIn(thrown.stack) };
  if (!(thrown instanceof Error))
    return { outcome: { kind: 'threw', name: 'not an Error', message: cut(text(thrown)) } };
  const message = textField(thrown, 'message');
  if (thrown instanceof RangeError && message === 'Array buffer allocation failed')
    return { outcome: { kind: 'out-of-memory', megabytes: 0 } };
  return {
    outcome: {
      kind: 'threw',
      name: cut(textField(thrown, 'name') || 'Error'),
      message: cut(message),
    },
    ...positionIn(textField(thrown, 'stack')),
  };
}

/** Where the innermost line of the submission is. */
export function positionIn(stack: string | undefined): { position?: Position } {
  const match = new RegExp(`${positionFile}:(\\d+):(\\d+)`).exec(stack ?? '');
  if (match === null) return {};
  return { position: { line: Number(match[1]), column: Number(match[2]) } };
}

const cut = (message: string) => message.slice(0, 2_000);

function textField(error: Error, field: 'name' | 'message' | 'stack'): string {
  try {
    const value: unknown = error[field];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

function text(thrown: unknown): string {
  try {
    return typeof thrown === 'string' ? thrown : inspect(thrown, { customInspect: false });
  } catch {
    return '(something that cannot be printed)';
  }
}
