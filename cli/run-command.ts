import type { School } from './course.js';

/**
 * Runs a command line and returns its exit status.
 *
 * A check's box starts before anything else is loaded: it takes as long as all the rest.
 */
export async function runCommand(
  argv: readonly string[],
  findSchool: () => School,
): Promise<number> {
  const isCheck = argv[0] === 'check' && !argv.includes('--help');
  const ahead = isCheck ? (await import('../grader/ahead.js')).startAhead() : undefined;
  try {
    const { makeProgram, runProgram } = await import('./program.js');
    return await runProgram(await makeProgram(argv, findSchool(), ahead), argv);
  } finally {
    await ahead?.close();
  }
}
