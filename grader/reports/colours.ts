/** How parts of a report are set off; without colours every function gives its text back. */
export interface Colours {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

const code = (open: number, close: number) => (text: string) =>
  `\u001b[${String(open)}m${text}\u001b[${String(close)}m`;

const plain = (text: string) => text;

/**
 * Colours for a stream: only on a terminal, and not where NO_COLOR is set (no-color.org).
 *
 * Blue and orange-red rather than green and red, which the colour-blind cannot tell apart; a sign
 * before each line says the same.
 */
export function coloursFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Colours {
  const { NO_COLOR: refused = '' } = env;
  if (stream.isTTY !== true || refused !== '')
    return { good: plain, bad: plain, quiet: plain, strong: plain };
  return { good: code(34, 39), bad: code(31, 39), quiet: code(2, 22), strong: code(1, 22) };
}
