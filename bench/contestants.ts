import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { projectFile } from '../src/core/files.js';
import { timeSteps, type Command } from './measure.js';

/** Whose training step is timed; PyTorch only where UNROLL_TORCH_PYTHON names a Python that has it. */
export type Contestant = 'ours' | 'tf.layers' | 'PyTorch';

/** A time of ours beside that of one peer, in seconds a step. */
export interface Match {
  readonly ours: number;
  readonly peer: { readonly name: Contestant; readonly seconds: number };
}

const ROUNDS = 3;

/**
 * Times the same training step as we, tf.layers and PyTorch do it, in turn, each in processes of its
 * own.
 *
 * @param work name of the program: `bench/<work>-program.ts`, and of what `bench/torch_steps.py` is told
 */
export async function compareSteps(work: string): Promise<readonly Match[]> {
  const loader = pathToFileURL(projectFile('node_modules/tsx/dist/loader.mjs')).href;
  const node = (who: Contestant): Command => ({
    program: process.execPath,
    args: ['--import', loader, projectFile(`bench/${work}-program.ts`), who],
  });
  const python = process.env['UNROLL_TORCH_PYTHON'];
  const torch = { program: python ?? '', args: [projectFile('bench/torch_steps.py'), work] };
  const peers: [Contestant, Command][] = [['tf.layers', node('tf.layers')]];
  if (python !== undefined && existsSync(python)) peers.push(['PyTorch', torch]);
  else console.error('  without PyTorch: set UNROLL_TORCH_PYTHON to a Python that has torch.');
  const [ours = NaN, ...seconds] = await timeSteps(
    [node('ours'), ...peers.map(([, command]) => command)],
    ROUNDS,
  );
  return peers.map(([name], i) => ({ ours, peer: { name, seconds: seconds[i] ?? NaN } }));
}
