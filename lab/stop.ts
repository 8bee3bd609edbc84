import { kernelLink } from './kernel-link.js';

/**
 * The signal that aborts when this cell is stopped (the square in the toolbar). Hand it to whatever
 * runs long.
 *
 * @returns one signal a cell; code that a cell started keeps that cell's signal
 */
export function stopSignal(): AbortSignal {
  return kernelLink().signalOfCell();
}

/**
 * Gives way for a moment, so that outputs appear and a stop is noticed: for loops of your own.
 *
 * @throws what the stopped cell ends in, when it was stopped
 */
export async function pause(): Promise<void> {
  const signal = stopSignal();
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
