import { warmBox, type WarmBox } from './box/box.js';

/** A box that was started before anyone could say what for. */
export interface Ahead {
  /** The box, for the first who asks. */
  readonly take: () => WarmBox | undefined;
  /** Ends the box if nobody took it. */
  readonly close: () => Promise<void>;
}

/**
 * Starts what every verdict needs and what takes longest, a box and esbuild's process, while the
 * rest still loads.
 */
export function startAhead(): Ahead {
  const boxes = [warmBox()];
  // A failure shows again where esbuild is needed.
  import('esbuild').then(({ transform }) => transform('')).catch(() => undefined);
  return {
    take: () => boxes.pop(),
    close: async () => {
      await boxes.pop()?.close();
    },
  };
}
