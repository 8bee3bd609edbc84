import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError } from './errors.mjs';
import { buildList, inputOf, readBuildList, staleReason } from './freshness.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { hashOf, hashOfFile, readStamps, writeWhole } from './stamps.mjs';

/** @typedef {Omit<import('esbuild').BuildOptions, 'write' | 'metafile'>} BuildOptions */
/** @typedef {{ source: string, entry: string, options: BuildOptions }} Bundle */

/** Native or large packages stay where npm put them. */
const largePackages = [
  '@tensorflow/*', '@tslab/*', 'esbuild', 'playwright-core', 'tslab', 'typescript', 'vega', 'vega-lite', 'zeromq',
]; // prettier-ignore

/** A bundled CommonJS package asks for Node's own modules by `require`. */
const requireInModules = `import { createRequire as unrollCreateRequire } from 'node:module';
const require = unrollCreateRequire(import.meta.url);`;

/** @type {Record<string, Bundle>} */
const bundles = {
  cli: {
    source: 'cli/main.ts',
    entry: 'cli/entry.ts',
    options: {
      format: 'esm',
      splitting: true,
      outExtension: { '.js': '.mjs' },
      chunkNames: 'cli-[hash]',
      external: largePackages,
      banner: { js: requireInModules },
    },
  },
  kernel: {
    source: 'lab/kernel/main.ts',
    entry: 'lab/kernel/main.ts',
    options: { format: 'cjs', outExtension: { '.js': '.cjs' }, packages: 'external' },
  },
  engine: {
    source: 'lab/engine.ts',
    entry: 'lab/engine.ts',
    options: { format: 'cjs', outExtension: { '.js': '.cjs' }, external: largePackages },
  },
  box: {
    source: 'grader/box/build.mjs',
    entry: 'grader/box/runtime/main.ts',
    // Bundled here for the list of its sources alone; its own program makes it.
    options: { format: 'cjs', mainFields: ['module', 'main'] },
  },
};

/** @type {import('./step.mjs').Step} */
export const buildStep = {
  name: 'build',
  key: ({ root }) =>
    hashOf(
      hashOfFile(path.join(root, 'package-lock.json')),
      hashOfFile(path.join(root, 'tools', 'setup', 'build.mjs')),
      present(root).join(' '),
    ),
  flaw: ({ root }) => staleReason(root),
  make: async ({ root, report }) => {
    const esbuild = await loadEsbuild(root);
    const built = await Promise.all(
      present(root).map(async (name) => {
        report.progress(name);
        return [name, await build(esbuild, root, name)];
      }),
    );
    writeWhole(buildList(root), JSON.stringify(Object.fromEntries(built)));
    dropOldChunks(root);
    return { bundles: present(root).join(', ') };
  },
  tell: ({ bundles: names = '' }) => (names === '' ? 'nothing to bundle' : names),
};

/**
 * The bundles whose source exists.
 *
 * @param {string} root
 */
function present(root) {
  return Object.entries(bundles)
    .filter(([, { source }]) => fs.existsSync(path.join(root, source)))
    .map(([name]) => name);
}

/** @param {string} root */
async function loadEsbuild(root) {
  const { createRequire } = await import('node:module');
  /** @type {typeof import('esbuild')} */
  const esbuild = createRequire(path.join(root, 'package.json'))('esbuild');
  return esbuild;
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {string} root
 * @param {string} name
 * @returns {Promise<import('./freshness.mjs').Built>}
 */
async function build(esbuild, root, name) {
  const bundle = bundles[name];
  if (bundle === undefined) throw new Error(`no bundle ${name}`);
  const started = Date.now();
  const { outputFiles, metafile } = await bundled(esbuild, root, name, bundle);
  const outputs = name === 'box' ? await buildBox(root) : writeAll(root, outputFiles);
  const sources = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  // Other packages make another bundle, and may make other packages necessary.
  const inputs = [...sources, bundle.source, 'package-lock.json'].map((file) =>
    inputOf(root, file),
  );
  const late = inputs.find(([, modified]) => modified > started);
  // Saved while it was being bundled: which of the two was read is not known.
  if (late !== undefined) late[1] = 0;
  return { entry: bundle.entry, inputs, outputs };
}

/**
 * @param {string} root
 * @param {readonly import('esbuild').OutputFile[]} files
 * @returns {string[]} what was written, relative to the clone
 */
function writeAll(root, files) {
  for (const { path: file, contents } of files) writeWhole(file, contents);
  return files.map(({ path: file }) => path.relative(root, file));
}

/**
 * The box's start-up snapshot fits only the Node that made it, so the course's own Node makes it.
 *
 * @param {string} root
 */
async function buildBox(root) {
  const node = readStamps(root).node?.facts.path ?? process.execPath;
  const program = `import { buildBox, builtBox } from ${JSON.stringify(pathToFileURL(path.join(root, 'grader/box/build.mjs')).href)};
const { snapshot } = await buildBox(${JSON.stringify(root)});
const { folder, bundle, snapshot: blob, version } = builtBox;
console.log(JSON.stringify([bundle, ...(snapshot ? [blob, version] : [])].map((name) => folder + '/' + name)));`;
  const { status, output } = await runProgram(node, ['--input-type=module', '-e', program], {
    cwd: root,
  });
  if (status !== 0) {
    throw new SetupError(
      'build: expected the box to be built, received an error. Mend it, then try again.',
      lastLines(output),
    );
  }
  /** @type {string[]} */
  const outputs = JSON.parse(lastLines(output, 1));
  return outputs;
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {string} root
 * @param {string} name
 * @param {Bundle} bundle
 */
async function bundled(esbuild, root, name, { entry, options }) {
  try {
    return await esbuild.build({
      absWorkingDir: root,
      entryPoints: { [name]: entry },
      outdir: '.unroll/build',
      bundle: true,
      platform: 'node',
      target: 'node24',
      sourcemap: 'linked',
      metafile: true,
      write: false,
      logLevel: 'silent',
      ...options,
    });
  } catch (error) {
    throw new SetupError(
      `build: expected ${entry} to bundle, received errors. Mend them, then try again.`,
      error instanceof Error ? error.message : String(error),
    );
  }
}

const oldChunkDays = 7;

/**
 * Chunks of earlier builds, which a command that still runs may yet load, go after a week.
 *
 * @param {string} root
 */
function dropOldChunks(root) {
  const folder = path.dirname(buildList(root));
  const list = readBuildList(root) ?? {};
  const current = new Set(
    Object.values(list).flatMap(({ outputs }) => outputs.map((file) => path.basename(file))),
  );
  const oldest = Date.now() - oldChunkDays * 24 * 3600 * 1000;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.startsWith('cli-') && !current.has(name) && fs.statSync(file).mtimeMs < oldest) {
      fs.rmSync(file, { recursive: true, force: true });
    }
  }
}
