import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { projectFile } from '../src/core/files.js';
import { timeSteps, type Command } from './measure.js';

/**
 * Whose training step is timed; PyTorch only where UNROLL_TORCH_PYTHON names a Python that has it.
 */
export type Contestant = 'ours' | 'tf.layers' | 'PyTorch';

/** A time of ours beside that of one peer, in seconds a step. */
export interface Match {
  readonly ours: number;
  readonly peer: { readonly name: Contestant; readonly seconds: number };
}

const ROUNDS = 3;

/**
 * Times the same training step as we, tf.layers and PyTorch do it, in turn, each in processes of
 * its own.
 *
 * @param work what is timed: the programs are told its name, that of `bench/torch_steps.py` too
 * @param program file in `bench/` that prints our time or that of tf.layers
 * @param layers whether tf.layers can do it
 */
export async function compareSteps(
  work: string,
  program = `${work}-program.ts`,
  layers = true,
): Promise<readonly Match[]> {
  const node = (who: Contestant) => benchProgram(program, who, work);
  const python = process.env['UNROLL_TORCH_PYTHON'];
  const torch = { program: python ?? '', args: [projectFile('bench/torch_steps.py'), work] };
  const peers: [Contestant, Command][] = layers ? [['tf.layers', node('tf.layers')]] : [];
  if (python !== undefined && existsSync(python)) peers.push(['PyTorch', torch]);
  else console.error('  without PyTorch: set UNROLL_TORCH_PYTHON to a Python that has torch.');
  const [ours = NaN, ...seconds] = await timeSteps(
    [node('ours'), ...peers.map(([, command]) => command)],
    ROUNDS,
  );
  return peers.map(([name], i) => ({ ours, peer: { name, seconds: seconds[i] ?? NaN } }));
}

/** A TypeScript program of this folder as a process of its own. */
export function benchProgram(file: string, ...args: readonly string[]): Command {
  const loader = pathToFileURL(projectFile('node_modules/tsx/dist/loader.mjs')).href;
  return {
    program: process.execPath,
    args: ['--import', loader, projectFile(`bench/${file}`), ...args],
  };
}
