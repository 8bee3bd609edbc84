/**
 * A pattern for the message of an error that a function throws for one of its arguments: it names
 * the two first, then what was expected and received, and ends with something to do.
 */
export function namesArgument(what: string): RegExp {
  const name = what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${name}: expected .*, received .*\\. \\S.*\\.$`);
}
