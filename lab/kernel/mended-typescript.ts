import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import { trustingCourse } from './course-files.js';
import type { FileWatch } from './file-watch.js';
import { withShorthands } from './shorthands.js';

type CreateProgram = TypeScript.CreateProgram<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>;

type CreateHost = (
  roots: string[],
  options: TypeScript.CompilerOptions,
  system: TypeScript.System,
  createProgram: CreateProgram | null,
  ...rest: unknown[]
) => unknown;

const COMPILER = '@tslab/typescript-for-tslab';

/**
 * Puts a mended copy of the notebook's compiler in the original's place. Must run before tslab
 * loads.
 *
 * Five mends: cells are checked with `strict`, a file saved by rename does not end the kernel,
 * every change of a file is seen by the next cell, the course's own files are not checked again,
 * and a cell may write `{ params }` for an earlier cell's.
 *
 * @param root the course's folder, whose `node_modules` hold the compiler
 * @param files watches files in the compiler's place
 */
export function mendTypeScript(root: string, files: FileWatch): void {
  const require = createRequire(join(root, 'package.json'));
  const original = require(COMPILER) as Record<string, unknown>;
  (original['sys'] as TypeScript.System).watchFile = files.watch;
  const createHost = original['createWatchCompilerHost'] as CreateHost;
  const build = original['createEmitAndSemanticDiagnosticsBuilderProgram'] as CreateProgram;
  const ts = original as unknown as typeof TypeScript;
  const create: CreateProgram = (...args) =>
    withShorthands(trustingCourse(build(...args), ts.transpileModule), ts);
  const mended: CreateHost = (roots, options, system, _, ...rest) =>
    createHost(roots, { ...options, strict: true }, withRealTimers(system), create, ...rest);
  const cached = require.cache[require.resolve(COMPILER)];
  if (cached === undefined) throw new Error(`${COMPILER} is not in the module cache`);
  cached.exports = { ...original, createWatchCompilerHost: mended };
}

/**
 * tslab keeps one pending timer, the rebuild that it triggers by hand for each cell. TypeScript's
 * watcher sets a second one when a file vanishes and comes back, as most editors save, and tslab
 * throws on it for good. Only the rebuild goes through tslab's slot; every other timer is a real
 * one.
 */
function withRealTimers(system: TypeScript.System): TypeScript.System {
  const hold = system.setTimeout?.bind(system);
  const release = system.clearTimeout?.bind(system);
  if (hold === undefined || release === undefined) return system;
  const real = new Set<unknown>();
  system.setTimeout = (callback, ms, ...args: unknown[]) => {
    if (callback.name === 'updateProgramWithWatchStatus')
      return holdRebuild(hold, release, callback);
    const timer = setTimeout(() => {
      real.delete(timer);
      callback(...args);
    }, ms);
    timer.unref();
    real.add(timer);
    return timer;
  };
  system.clearTimeout = (timer: unknown) => {
    if (!real.delete(timer)) release(timer);
    else clearTimeout(timer as NodeJS.Timeout);
  };
  return system;
}

/**
 * A rebuild that throws (import cycles overflow its stack) must leave the slot empty, or no later
 * cell compiles.
 */
function holdRebuild(
  hold: NonNullable<TypeScript.System['setTimeout']>,
  release: NonNullable<TypeScript.System['clearTimeout']>,
  rebuild: () => void,
): unknown {
  const timer: unknown = hold(() => {
    try {
      rebuild();
    } catch (error) {
      release(timer);
      throw error;
    }
  }, 0);
  return timer;
}
