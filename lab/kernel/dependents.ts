import { posix } from 'node:path';
import type { Converter, SideOutput } from 'tslab/dist/converter.js';

/**
 * A converter whose changed files take along every file that requires them. tslab reloads a changed
 * module alone: one that imports it (lesson 02's exercise, of 01's) would keep the old functions.
 *
 * @param converter tslab's converter
 * @returns the same converter with completed side outputs
 */
export function withDependents(converter: Converter): Converter {
  const known = new Map<string, string>();
  return {
    ...converter,
    convert(previous, source) {
      const result = converter.convert(previous, source);
      const changed = result.sideOutputs ?? [];
      for (const { path, data } of changed) known.set(path, data);
      return changed.length === 0 ? result : { ...result, sideOutputs: complete(changed, known) };
    },
  };
}

/**
 * Adds the modules that require a changed one, directly or through others.
 *
 * @param changed modules compiled anew
 * @param known all modules compiled so far: path to JavaScript
 * @returns the changed ones, then their dependents
 */
export function complete(
  changed: readonly SideOutput[],
  known: ReadonlyMap<string, string>,
): SideOutput[] {
  const stale = new Map(changed.map(({ path, data }) => [path, data]));
  for (let size = 0; size < stale.size;) {
    size = stale.size;
    for (const [path, data] of known)
      if (!stale.has(path) && requiredFiles(path, data).some((file) => stale.has(file)))
        stale.set(path, data);
  }
  return [...stale].map(([path, data]) => ({ path, data }));
}

/**
 * The files of ours that a compiled module requires, by tslab's rule: relative, `.js` where there
 * is no ending.
 */
function requiredFiles(path: string, data: string): string[] {
  return [...data.matchAll(/\brequire\("(\.{1,2}\/[^"]+)"\)/g)].map(([, id = '']) => {
    const file = posix.join(posix.dirname(path), id);
    return posix.extname(file) === '' ? `${file}.js` : file;
  });
}
