import { isPromise } from 'node:util/types';
import { WireError } from '../bytes.js';

let giveUp: (() => void) | undefined;

/** Ends a wait that nothing can end: no timer and no promise is left that could. */
export function watchForDeadEnds(process: NodeJS.Process): void {
  process.on('beforeExit', () => {
    if (giveUp !== undefined) setImmediate(giveUp);
  });
}

/**
 * What a function returned; in a record, since a promise of something with a `then` would call it.
 */
export interface Settled {
  readonly result: unknown;
  readonly promised: boolean;
}

/**
 * Calls a function and awaits what it returns, if that is a promise and not only looks like one.
 *
 * @throws what it throws, or a WireError if its promise never settles
 */
export async function settle(f: () => unknown): Promise<Settled> {
  const result = f();
  if (!isPromise(result)) return { result, promised: false };
  const dead = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new WireError('a promise that settles; this one waits for nothing'));
    };
  });
  try {
    return { result: await Promise.race([result, dead]), promised: true };
  } finally {
    giveUp = undefined;
  }
}
