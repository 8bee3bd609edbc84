import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { hashOf, keptWhileSame, type Made } from './made.js';

/** Our own code as one text for a box, and a hash that changes with it. */
export interface Bundle {
  readonly code: string;
  readonly hash: string;
}

/** A module that stands in no file. */
export interface Given {
  readonly text: string;
  /** Folder that its imports start from. */
  readonly folder: string;
}

/**
 * The CommonJS bundle of a module's text; tfjs stays outside, the box brings it.
 *
 * @param entry text of a module that exports what is wanted, importing by paths below `root`
 * @param root folder that the imports start from
 * @param cache folder for what was made before; a bundle is made again when a source has changed
 */
export function bundle(entry: string, root: string, cache: string): Promise<Bundle> {
  return keptWhileSame(`${root}\n${entry}`, cache, () => makeBundle(entry, root));
}

/**
 * As `bundle`, made anew.
 *
 * @param given modules that the entry imports as `given:NAME`, by their names
 */
export async function makeBundle(
  entry: string,
  root: string,
  given: Readonly<Record<string, Given>> = {},
): Promise<Made<Bundle>> {
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
    plugins: [handedOut(given), onlyWhatIsUsed],
    logLevel: 'silent',
  });
  const code = withoutCopies(result.outputFiles.map(({ text }) => text).join('\n'));
  const files = Object.keys(result.metafile.inputs).filter(
    (path) => path !== 'entry.ts' && !path.startsWith('given:'),
  );
  return { made: { code, hash: hashOf(code) }, sources: files.map((path) => join(root, path)) };
}

function handedOut(given: Readonly<Record<string, Given>>): Plugin {
  return {
    name: 'given',
    setup(build) {
      build.onResolve({ filter: /^given:/ }, ({ path }) => ({
        path: path.slice('given:'.length),
        namespace: 'given',
      }));
      build.onLoad({ filter: /./, namespace: 'given' }, ({ path }) => {
        const module = given[path];
        return module && { contents: module.text, loader: 'ts', resolveDir: module.folder };
      });
    },
  };
}

/**
 * Calls at the top of the library's modules only make what they are assigned to. Told so, esbuild
 * drops those that nothing uses, and the functions they were given.
 */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const call = /^((?:export )?const [^=\n]*= )(?=(?:new )?[\w.]+(?:<[^()\n]*>)?\()/gm;
      return { contents: text.replace(call, '$1/* @__PURE__ */ '), loader: 'ts' };
    });
  },
};

/**
 * tfjs is a namespace in the box already. esbuild would copy its several hundred names once for
 * every module that imports it, at each start of a box.
 */
function withoutCopies(code: string): string {
  return code.replace(/__toESM\((require\("@tensorflow\/[^"]+"\))(?:, 1)?\)/g, '$1');
}
