import { formatWithOptions } from 'node:util';
import { isTensor } from './live.js';

/** The student's `console`: readable text, tensors as their entries, cut at a limit. */
export function makeConsole(send: (text: string) => void, mostBytes: () => number): object {
  let sent = 0;
  const print = (...args: unknown[]) => {
    if (sent >= mostBytes()) return;
    const text = readable(args);
    sent += text.length;
    send(text);
    if (sent >= mostBytes()) send('... (the rest is cut)\n');
  };
  const printed = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'];
  const silent = ['assert', 'count', 'group', 'groupCollapsed', 'groupEnd', 'time', 'timeEnd'];
  return Object.fromEntries([
    ...printed.map((name) => [name, print]),
    ...silent.map((name) => [name, () => undefined]),
  ]) as object;
}

function readable(args: readonly unknown[]): string {
  const shown = args.map((arg) => (isTensor(arg) && !arg.isDisposed ? arg.toString() : arg));
  try {
    const options = { customInspect: false, maxStringLength: 10_000 };
    return `${formatWithOptions(options, ...shown).slice(0, 20_000)}\n`;
  } catch {
    return '(something that cannot be printed)\n';
  }
}
