import type { Command } from 'commander';
import { projectRoot } from '../src/core/files.js';
import { backendFinding } from './doctor/backend.js';
import { parts, type Finding } from './doctor/finding.js';
import {
  diskFinding,
  isolationFinding,
  jupyterFinding,
  kernelFinding,
  nodeFinding,
} from './doctor/machine.js';

/** What `./unroll doctor --json` prints. */
export interface DoctorReport {
  readonly schema: 'unroll.doctor/1';
  readonly findings: readonly Finding[];
}

export interface DoctorOptions {
  /** The clone; default: the one this command belongs to. */
  readonly root?: string;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Looks at all that the course stands on, by trying it: programs are started, a matrix product is
 * measured.
 *
 * Each part is looked at alone, so that nothing else is busy while the product is measured.
 *
 * @param options which clone, in which environment
 * @yields a finding for each part, in a fixed order, as soon as it is known
 */
export async function* findings(options: DoctorOptions = {}): AsyncGenerator<Finding> {
  const machine = { root: options.root ?? projectRoot(), env: options.env ?? process.env };
  yield await nodeFinding(machine);
  yield await jupyterFinding(machine);
  yield kernelFinding(machine);
  yield await isolationFinding(machine);
  yield await backendFinding(machine);
  yield await diskFinding(machine);
}

const marks = { ok: '✔', poor: '!', missing: '✘' } as const;

const width = Math.max(...parts.map((name) => name.length));

/**
 * A finding for a terminal: a line, its remedy below.
 *
 * @param finding what was found
 */
export function findingText({ name, status, found, remedy }: Finding): string {
  const line = `${marks[status]} ${name.padEnd(width)}  ${found}\n`;
  return remedy === undefined ? line : `${line}  ${' '.repeat(width)}  → ${remedy}\n`;
}

/**
 * Adds `doctor` to the command line.
 *
 * @param program the command `unroll`
 */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('what the course stands on here, with a remedy for what is poor')
    .description('Looks at Node, JupyterLab, the kernel, the backend, the isolation and the disk.')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExample: ./unroll doctor')
    .action(async (options: { readonly json?: boolean }) => {
      const found: Finding[] = [];
      for await (const finding of findings()) {
        found.push(finding);
        if (options.json !== true) process.stdout.write(findingText(finding));
      }
      const report: DoctorReport = { schema: 'unroll.doctor/1', findings: found };
      if (options.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
      if (found.some(({ status }) => status === 'missing')) process.exitCode = 1;
    });
}
