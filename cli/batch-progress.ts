/** A line at the foot of a terminal that says how far a batch is, and how long it still takes. */
export interface BatchProgress {
  readonly step: (done: number) => void;
  /** Takes the line away again. */
  readonly clear: () => void;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Erases the line and goes back to its beginning. */
const erased = '\r\u001b[2K';

/**
 * Progress of a batch; silent where the stream is no terminal.
 *
 * @param total how many files there are
 * @param now in milliseconds
 */
export function batchProgress(stream: Stream, total: number, now = Date.now): BatchProgress {
  if (stream.isTTY !== true) return { step: () => undefined, clear: () => undefined };
  const began = now();
  return {
    step: (done) => {
      const left = ((now() - began) / done / 1000) * (total - done);
      stream.write(`${erased}${String(done)} of ${String(total)} graded, ${remaining(left)}`);
    },
    clear: () => {
      stream.write(erased);
    },
  };
}

function remaining(seconds: number): string {
  if (seconds >= 90) return `about ${String(Math.round(seconds / 60))} min left`;
  return `about ${String(Math.ceil(seconds))} s left`;
}
