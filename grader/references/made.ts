import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './store.js';

/** Something that was made, and the files it was made of. */
export interface Made<T> {
  readonly made: T;
  readonly sources: readonly string[];
}

interface Source {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

interface Stored<T> {
  readonly form: 'unroll.made/1';
  readonly made: T;
  readonly sources: readonly Source[];
}

/** A short name for a text, another one for every other. */
export const hashOf = (text: string) =>
  createHash('sha256').update(text).digest('hex').slice(0, 20);

/**
 * What was made of files, made again when one of them has changed.
 *
 * @param what tells it from all else that is made in this folder
 * @param cache folder for what was made before
 */
export async function keptWhileSame<T>(
  what: string,
  cache: string,
  make: () => Promise<Made<T>>,
): Promise<T> {
  const file = join(cache, 'bundles', `${hashOf(what)}.json`);
  const known = readJson(file);
  // The name of the file tells what it holds.
  if (isStored(known) && known.sources.every(isUnchanged)) return known.made as T;
  const { made, sources } = await make();
  const stored: Stored<T> = { form: 'unroll.made/1', made, sources: sources.map(sourceAt) };
  writeJson(file, stored);
  return made;
}

function sourceAt(path: string): Source {
  const { size, mtimeMs } = statSync(path);
  return { path, size, changed: mtimeMs };
}

function isUnchanged({ path, size, changed }: Source): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now?.size === size && now.mtimeMs === changed;
}

function isStored(value: unknown): value is Stored<unknown> {
  return (
    typeof value === 'object' && value !== null && 'form' in value && value.form === 'unroll.made/1'
  );
}
