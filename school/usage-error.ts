/**
 * Wrong usage or the machine's fault: the message is all that is shown, and the exit status is 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit statuses that every command keeps to. */
export const exitStatus = { allWell: 0, checkFailed: 1, wrongUsage: 2 } as const;
