import { InputError } from '../src/core/errors.js';
import type { Ahead } from '../grader/ahead.js';
import type { School } from '../school/school.js';
import { exitStatus, UsageError } from '../school/usage-error.js';
import { graderCommand } from './grading/messages.js';

/**
 * Runs a command line and returns its exit status; wrong usage becomes one message without a stack.
 *
 * A check's box starts before anything else is loaded: it takes as long as all the rest.
 */
export async function runCommand(
  argv: readonly string[],
  findSchool: () => School,
): Promise<number> {
  endWithReader();
  if (argv[0] === graderCommand) {
    const { serveBatch } = await import('./grading/grader-program.js');
    return serveBatch(findSchool());
  }
  const isCheck = argv[0] === 'check' && !argv.includes('--help');
  const ahead = isCheck ? (await import('../grader/ahead.js')).startAhead() : undefined;
  try {
    const school = findSchool();
    return isPlainCheck(argv)
      ? await runPlainCheck(argv[1], school, ahead)
      : await runProgram(argv, school, ahead);
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof InputError;
    const text = error instanceof Error ? (isUsage ? error.message : error.stack) : String(error);
    process.stderr.write(`${text ?? ''}\n`);
    return exitStatus.wrongUsage;
  } finally {
    await ahead?.close();
  }
}

/** `check` as it is mostly typed: a name or none, no options. */
function isPlainCheck([command, name, ...more]: readonly string[]): boolean {
  return command === 'check' && name?.startsWith('-') !== true && more.length === 0;
}

/** Without the parser of options, whose loading is a tenth of a verdict's time. */
async function runPlainCheck(
  name: string | undefined,
  school: School,
  ahead: Ahead | undefined,
): Promise<number> {
  const { check } = await import('./commands/check.js');
  await check(school, name, false, ahead);
  return Number(process.exitCode ?? exitStatus.allWell);
}

async function runProgram(
  argv: readonly string[],
  school: School,
  ahead: Ahead | undefined,
): Promise<number> {
  const [{ CommanderError }, { makeProgram }] = await Promise.all([
    import('commander'),
    import('./program.js'),
  ]);
  try {
    await (await makeProgram(argv, school, ahead)).parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? exitStatus.allWell);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitStatus.allWell : exitStatus.wrongUsage;
  }
}

/** `./unroll list | head -1` closes the pipe early; that is no error of anyone. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitStatus.allWell);
    throw error;
  });
}
