import { wrapped } from './watch/wrap.js';

/** Terminals that do not know their size say 0. */
const fewestColumns = 20;

/** What of a stream printing needs. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Prints prose: long lines break between words in a terminal, and stay whole in a file or pipe. */
export function print(text: string, to: Screen = process.stdout): void {
  const { isTTY = false, columns = 0 } = to;
  to.write(isTTY && columns >= fewestColumns ? wrapped(text, columns) : text);
}
