import { inspect } from 'node:util';

/** The content of Jupyter's `error` message. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What a stopped cell ends in, however it was stopped. */
export const stopped: CellError = {
  ename: 'Stopped',
  evalue: 'the cell was stopped',
  traceback: ['Stopped: the cell was stopped. Run it again, or go on with the next one.'],
};

/** A cell that never came back to the event loop: its code was cut off wherever it was. */
export const stoppedByForce: CellError = {
  ename: 'Stopped',
  evalue: 'the cell did not yield and was cut off',
  traceback: [
    'Stopped: the cell did not yield and was cut off. Await pause() in long loops, so that a stop ends them in order. ' +
      'If later cells behave oddly, restart the kernel.',
  ],
};

/**
 * An error message for what a cell threw: its text first, then the part of its stack that is not
 * the kernel's own.
 *
 * @param thrown anything that can be thrown
 * @param when said before the text, such as "after the cell had ended"
 */
export function describeThrown(thrown: unknown, when?: string): CellError {
  if (isInterruption(thrown)) return stopped;
  const ename = thrown instanceof Error ? thrown.name : typeof thrown;
  const evalue = thrown instanceof Error ? thrown.message : inspect(thrown);
  const head = when === undefined ? [] : [`(${when})`];
  const text = thrown instanceof Error ? errorText(thrown) : [`Thrown: ${evalue}`];
  return { ename, evalue, traceback: [...head, ...text] };
}

/**
 * An error message for what the compiler said of a cell.
 *
 * @param lines one finding a line, with its place
 */
export function describeFindings(lines: readonly string[]): CellError {
  return { ename: 'TypeScript', evalue: lines[0] ?? '', traceback: lines };
}

/** tslab's own ways to end a cell on an interrupt. */
function isInterruption(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    (thrown.message === 'Interrupted asynchronously' ||
      ('code' in thrown && thrown.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED'))
  );
}

const [, program = ''] = process.argv;

/**
 * Frames of Node, of tslab, of the kernel and what is built beside it, and places in a cell's
 * JavaScript.
 */
function isForeign(frame: string): boolean {
  return (
    frame.includes(program) ||
    /node:|node_modules[\\/]tslab|\.unroll[\\/]build|evalmachine/.test(frame)
  );
}

/**
 * Places in a cell are left out: they count the lines of its JavaScript, which the reader never
 * sees.
 */
function errorText(error: Error): string[] {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const shown = frames.filter((frame) => !isForeign(frame));
  const cause = error.cause === undefined ? [] : [`Cause: ${inspect(error.cause)}`];
  return [`${error.name}: ${error.message}`, ...shown, ...cause];
}
