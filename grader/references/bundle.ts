import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './store.js';

/** Our own code as one text for a box, and a hash that changes with it. */
export interface Bundle {
  readonly code: string;
  readonly hash: string;
}

interface Source {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

interface StoredBundle extends Bundle {
  readonly made: 'unroll.bundle/2';
  readonly sources: readonly Source[];
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);

/**
 * The CommonJS bundle of a module's text; tfjs stays outside, the box brings it.
 *
 * @param entry text of a module that exports what is wanted, importing by paths below `root`
 * @param root folder that the imports start from
 * @param cache folder for what was made before; a bundle is made again when a source has changed
 */
export async function bundle(entry: string, root: string, cache: string): Promise<Bundle> {
  const file = join(cache, 'bundles', `${hashOf(`${root}\n${entry}`)}.json`);
  const known = readJson(file);
  if (isStored(known) && known.sources.every(isUnchanged)) return known;
  const { build } = await import('esbuild');
  const result = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts', sourcefile: 'entry.ts' },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['@tensorflow/*'],
    logLevel: 'silent',
  });
  const code = withoutCopies(result.outputFiles.map(({ text }) => text).join('\n'));
  const made: StoredBundle = {
    made: 'unroll.bundle/2',
    code,
    hash: hashOf(code),
    sources: Object.keys(result.metafile.inputs)
      .filter((path) => path !== 'entry.ts')
      .map((path) => sourceAt(join(root, path))),
  };
  writeJson(file, made);
  return made;
}

/**
 * tfjs is a namespace in the box already. esbuild would copy its several hundred names once for
 * every module that imports it, at each start of a box.
 */
function withoutCopies(code: string): string {
  return code.replace(/__toESM\((require\("@tensorflow\/[^"]+"\))(?:, 1)?\)/g, '$1');
}

function sourceAt(path: string): Source {
  const { size, mtimeMs } = statSync(path);
  return { path, size, changed: mtimeMs };
}

function isUnchanged({ path, size, changed }: Source): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now?.size === size && now.mtimeMs === changed;
}

function isStored(value: unknown): value is StoredBundle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'made' in value &&
    value.made === 'unroll.bundle/2'
  );
}
