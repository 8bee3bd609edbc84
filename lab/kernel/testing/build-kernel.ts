import { build } from 'esbuild';
import { join } from 'node:path';
import { projectRoot } from '../../../src/core/files.js';

/**
 * Bundles the kernel of the working tree, apart from the one that set-up built.
 *
 * @param name file name, one for each test file
 * @returns path of the program
 */
export async function buildKernel(name: string): Promise<string> {
  const outfile = join(projectRoot(), '.unroll', 'test', `${name}.cjs`);
  await build({
    entryPoints: [join(projectRoot(), 'lab', 'kernel', 'main.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    outfile,
  });
  return outfile;
}
