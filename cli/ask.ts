import { createInterface } from 'node:readline/promises';
import { UsageError } from '../school/usage-error.js';

/**
 * Asks whoever sits at the terminal.
 *
 * @param question ends in a colon or question mark
 * @param otherwise what is wrong where nobody can be asked
 * @returns the answer, without spaces around it
 * @throws UsageError if there is no terminal, or it is closed instead of an answer
 */
export async function ask(question: string, otherwise: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError(otherwise);
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new Promise<never>((_, reject) => {
    asking.once('close', () => {
      reject(new UsageError(otherwise));
    });
  });
  try {
    return (await Promise.race([asking.question(`${question} `), gone])).trim();
  } catch (error) {
    process.stdout.write('\n');
    throw error;
  } finally {
    asking.close();
  }
}
