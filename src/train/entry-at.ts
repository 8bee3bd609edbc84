import { InputError, wrongInput } from '../core/index.js';
import { own } from '../core/own.js';

/** What a record holds for the path of a weight. */
export function entryAt<T>(what: string, entries: Readonly<Record<string, T>>, path: string): T {
  const entry = own(entries, path);
  if (entry !== undefined) return entry;
  const paths = Object.keys(entries).map((other) => `'${other}'`);
  throw new InputError(
    wrongInput(
      what,
      `an entry for '${path}'`,
      paths.length === 0 ? 'none' : `only ${paths.join(', ')}`,
      'Pass what was made from the same weights.',
    ),
  );
}
