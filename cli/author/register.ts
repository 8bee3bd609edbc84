import type { Command } from 'commander';
import { seedHelp, seedOf } from '../seed.js';
import type { AuthorOptions } from './author-check.js';

/**
 * Adds `author` to the command line.
 *
 * @param program the command `unroll`
 */
export function registerAuthor(program: Command): void {
  program
    .command('author')
    .description('for those who write lessons')
    .command('check')
    .description(
      'proves lessons: key, stub, every mistake, every variant, every small edit of the key, what is trivial',
    )
    .argument('[lesson or task]', 'a lesson such as 01-rnn, or one task; all lessons without it')
    .option('--json', 'as JSON')
    .option('--seed <number>', seedHelp, seedOf)
    .addHelpText(
      'after',
      '\nExample:\n  ./unroll author check 01-rnn\n  ./unroll author check rnn-cell     while you write it\n\nExit status: 0 if everything is proven, 1 if not.',
    )
    .action(async (name: string | undefined, options: AuthorOptions) =>
      (await import('./author-check.js')).authorCheck(name, options),
    );
}
