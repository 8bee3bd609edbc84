import type { Command } from 'commander';
import { projectRoot } from '../src/core/files.js';
import { backendFinding } from './doctor/backend.js';
import type { Finding } from './doctor/finding.js';
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
 * Looks at all that the course stands on, by trying it: programs are started, a matrix product is measured.
 *
 * @param options which clone, in which environment
 * @returns a finding for each part, in a fixed order
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const machine = { root: options.root ?? projectRoot(), env: options.env ?? process.env };
  // The product is measured alone, before anything else is busy.
  const backend = await backendFinding(machine);
  const kernel = kernelFinding(machine);
  const [node, jupyter, isolation, disk] = await Promise.all([
    nodeFinding(machine),
    jupyterFinding(machine),
    isolationFinding(machine),
    diskFinding(machine),
  ]);
  return {
    schema: 'unroll.doctor/1',
    findings: [node, jupyter, kernel, backend, isolation, disk],
  };
}

const marks = { ok: '✔', poor: '!', missing: '✘' } as const;

/**
 * A report for a terminal: a line per finding, its remedy below.
 *
 * @param report what `doctor` found
 */
export function renderDoctor(report: DoctorReport): string {
  const width = Math.max(...report.findings.map(({ name }) => name.length));
  return report.findings
    .map(({ name, status, found, remedy }) => {
      const line = `${marks[status]} ${name.padEnd(width)}  ${found}\n`;
      return remedy === undefined ? line : `${line}  ${' '.repeat(width)}  → ${remedy}\n`;
    })
    .join('');
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
      const report = await doctor();
      const json = `${JSON.stringify(report, undefined, 2)}\n`;
      process.stdout.write(options.json === true ? json : renderDoctor(report));
      if (report.findings.some(({ status }) => status === 'missing')) process.exitCode = 1;
    });
}
