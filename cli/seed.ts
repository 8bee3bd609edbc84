import { InvalidArgumentError } from 'commander';

/** What `--seed` says of itself. */
export const seedHelp = 'draws other inputs; one seed gives the same marks each time';

/** The number after `--seed`. */
export function seedOf(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isInteger(seed) && seed >= 1 && seed < 2 ** 31) return seed;
  throw new InvalidArgumentError('Expected a whole number from 1 to 2147483647.');
}
