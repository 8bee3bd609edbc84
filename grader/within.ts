/** What a wait ends in that took too long. */
export const late = Symbol('late');

const tickMilliseconds = 50;

/**
 * Waits for work, and not longer than so many milliseconds. Time in which this program itself stood
 * still does not count: the work could not be heard then.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | typeof late> {
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<typeof late>((resolve) => {
    timer = setInterval(() => {
      if (++ticks * tickMilliseconds >= milliseconds) resolve(late);
    }, tickMilliseconds);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearInterval(timer);
  }
}
