import { AsyncLocalStorage } from 'node:async_hooks';

/** One running cell, as code that the cell called sees it, also after an `await`. */
interface Cell {
  readonly controller: AbortController;
  /** Ends the wait for a cell that does not react to its signal. */
  readonly abandon: () => void;
  abandoned: boolean;
}

/** Why a signal was aborted: the cell it belongs to was stopped. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor() {
    super('the cell was stopped');
  }
}

const GRACE_MS = 400;

const current = new AsyncLocalStorage<Cell>();
let running: Cell | undefined;

/**
 * Runs a cell with a stop signal of its own.
 *
 * @param body runs the cell
 * @param abandon called when the cell has not ended soon after its signal was aborted
 */
export async function runCell<T>(body: () => Promise<T>, abandon: () => void): Promise<T> {
  const cell: Cell = { controller: new AbortController(), abandon, abandoned: false };
  running = cell;
  try {
    return await current.run(cell, body);
  } finally {
    if (running === cell) running = undefined;
  }
}

/**
 * Aborts the running cell's signal, and gives the cell a moment to end in order before it is
 * abandoned.
 */
export function stopRunningCell(): void {
  const cell = running;
  if (cell === undefined) return;
  cell.controller.abort(new Stopped());
  setTimeout(() => {
    if (running === cell) abandonRunningCell();
  }, GRACE_MS);
}

/** Ends the running cell for the reader, whatever its code is doing. */
export function abandonRunningCell(): void {
  const cell = running;
  if (cell === undefined || cell.abandoned) return;
  cell.controller.abort(new Stopped());
  cell.abandoned = true;
  cell.abandon();
}

/**
 * The signal of the cell that the calling code belongs to; outside of cells, one that never aborts.
 */
export function signalOfCell(): AbortSignal {
  return current.getStore()?.controller.signal ?? never;
}

const never = new AbortController().signal;

/**
 * Makes timers of an abandoned cell stay silent. An asynchronous loop that looks at no signal
 * (`for (;;) await sleep(100)`) would otherwise run on behind the next cells: tslab only stops
 * waiting for it.
 */
export function silenceTimersOfStoppedCells(): void {
  globalThis.setTimeout = silenced(globalThis.setTimeout);
  globalThis.setInterval = silenced(globalThis.setInterval);
  globalThis.setImmediate = silenced(globalThis.setImmediate);
}

type Start = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => unknown;

function silenced<T extends object>(start: T): T {
  const original = start as Start;
  const wrapped: Start = (callback, ...rest) => {
    const cell = current.getStore();
    if (cell === undefined) return original(callback, ...rest);
    const guarded = (...args: unknown[]) => {
      if (!cell.abandoned) callback(...args);
    };
    return original(guarded, ...rest);
  };
  // util.promisify finds the promise forms of timers by symbols that hang on the functions.
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  return wrapped as T;
}
