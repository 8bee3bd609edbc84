import { WireError } from '../bytes.js';

let giveUp: (() => void) | undefined;

/** Ends a wait that nothing can end: no timer and no promise is left that could. */
export function watchForDeadEnds(process: NodeJS.Process): void {
  process.on('beforeExit', () => {
    if (giveUp !== undefined) setImmediate(giveUp);
  });
}

/**
 * Calls a function and awaits what it returns.
 *
 * @throws what it throws, or a WireError if its promise never settles
 */
export async function settle(f: () => unknown): Promise<unknown> {
  const result = f();
  const dead = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new WireError('a promise that settles; this one waits for nothing'));
    };
  });
  try {
    return await Promise.race([result, dead]);
  } finally {
    giveUp = undefined;
  }
}
