import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildBox } from '../../grader/box/build.mjs';
import { projectFile, projectRoot } from '../../src/core/files.js';

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A student's clone in a temporary folder, whose lesson is the grader's own. */
export interface Clone {
  readonly folder: string;
  /** Writes the student's exercise file. */
  write(text: string): void;
  run(...argv: readonly string[]): Promise<Ended>;
  /** Runs with these variables in its environment besides the usual ones. */
  runWith(env: NodeJS.ProcessEnv, ...argv: readonly string[]): Promise<Ended>;
}

/**
 * Bundles the command once for a file of tests; returns its path.
 *
 * @param entry the command on the grader's own lesson; `cli/main.ts` is the course's
 */
export async function builtCommand(entry = 'cli/testing/main.ts'): Promise<string> {
  await buildBox(projectRoot());
  const outdir = projectFile(`.unroll/test/cli-${String(process.pid)}`);
  await build({
    absWorkingDir: projectRoot(),
    entryPoints: [{ in: entry, out: 'main' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return join(outdir, 'main.mjs');
}

const sharedParts = [
  '.prettierrc.json',
  '.unroll/build',
  'fixtures',
  'grader',
  'lab',
  'node_modules',
  'package.json',
  'src',
];

/** A fresh clone; what it shares with this one is linked. */
export function freshClone(command: string): Clone {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-clone-'));
  for (const part of ['exercises', 'lessons', '.unroll']) mkdirSync(join(folder, part));
  for (const part of sharedParts) symlinkSync(projectFile(part), join(folder, part));
  copyMistakes(join(folder, 'lessons', '00-engine', 'mistakes'));
  return {
    folder,
    write: (text) => {
      writeFileSync(join(folder, 'exercises', '00-engine.ts'), text);
    },
    run: (...argv) => runCommand(command, argv, folder, {}),
    runWith: (env, ...argv) => runCommand(command, argv, folder, env),
  };
}

/** The lesson's known mistakes, with imports as they are in a lesson's folder. */
function copyMistakes(to: string): void {
  const from = projectFile('grader/testing/lesson/mistakes');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const text = readFileSync(join(from, name), 'utf8');
    const placed = text
      .replaceAll('../../../../src/', '../../../src/')
      .replaceAll('../../../task.js', '../../../grader/task.js');
    writeFileSync(join(to, name), placed);
  }
}

function runCommand(
  command: string,
  argv: readonly string[],
  folder: string,
  more: NodeJS.ProcessEnv,
): Promise<Ended> {
  const env = { ...process.env, UNROLL_ROOT: folder, ...more };
  const child = spawn(process.execPath, [command, ...argv], { cwd: folder, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
  return new Promise((resolve) => {
    child.once('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
}
