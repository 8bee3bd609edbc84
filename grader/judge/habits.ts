/** What people write who come from NumPy, and what TypeScript has in its place. */

interface Habit {
  readonly sign: RegExp;
  readonly remedy: string;
}

const inSyntax: readonly Habit[] = [
  {
    sign: /found "@"/,
    remedy: 'TypeScript has no @ for products: write einsum.',
  },
  {
    sign: /Unexpected ":"|found ":"/,
    remedy:
      'TypeScript has no slices such as x[:, t]: unstack(x, 1)[t] takes one out, tf.slice a part.',
  },
];

const inThrows: readonly Habit[] = [
  {
    sign: /^Assignment to constant variable/,
    remedy: 'A const keeps its first value. Declare with let what is to get another.',
  },
  {
    sign: /^operators such as .* received a tensor$/,
    remedy: 'Write add, sub, mul or div; dataSync() takes the numbers out of a tensor.',
  },
  {
    sign: / is not a function/,
    remedy: 'Check its spelling, capitals too, and what stands before the dot.',
  },
];

/**
 * How a slice as in `x[:, t]` or `x[1:]` begins, with no colon of a record or a type; its time is
 * linear in the line's length.
 */
const slice = /\w\[[^[\]{}?'":]*:/;

function holdsSlice(line: string): boolean {
  const found = slice.exec(line);
  return found !== null && line.includes(']', found.index + found[0].length);
}

/**
 * What to do about a file that cannot be read, if a habit shows in it.
 *
 * @param message the compiler's
 * @param text the line
 */
export function syntaxHabit(message: string, text: string): string | undefined {
  const { remedy } = inSyntax.find(({ sign }) => sign.test(message)) ?? {};
  return message.includes('":"') && !holdsSlice(text) ? undefined : remedy;
}

/** What to do about an exception, if a habit shows in its message. */
export const thrownHabit = (message: string): string | undefined =>
  inThrows.find(({ sign }) => sign.test(message))?.remedy;
