import { inspect } from 'node:util';
import { Unsolved } from '../../../src/core/index.js';
import { LieError, WireError } from '../bytes.js';
import type { Reply } from '../protocol.js';
import { positionIn } from './stack.js';

/** What a call that threw answers. Only texts are taken from the thrown thing. */
export function describeThrown(thrown: unknown): Reply {
  if (isOf(WireError, thrown)) {
    const isLie = isOf(LieError, thrown);
    return {
      outcome: {
        kind: 'unreadable',
        reason: `expected ${thrown.message}`,
        ...(isLie && { isLie }),
      },
    };
  }
  if (isOf(Unsolved, thrown)) return { outcome: { kind: 'unattempted' } };
  if (!isOf(Error, thrown))
    return { outcome: { kind: 'threw', name: 'not an Error', message: cut(text(thrown)) } };
  const message = textField(thrown, 'message');
  if (isOf(RangeError, thrown) && message === 'Array buffer allocation failed')
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

/** A thrown Proxy, or one among its prototypes, is asked for its class and may throw in turn. */
function isOf<T>(kind: abstract new (...args: never[]) => T, thrown: unknown): thrown is T {
  try {
    return thrown instanceof kind;
  } catch {
    return false;
  }
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
