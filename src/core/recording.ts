let recording = false;

/**
 * Whether a call is being recorded as a graph, which will run on other values. Checks of values
 * are left out then: a value cannot be read, and what is true of this one says nothing of the next.
 */
export function isRecording(): boolean {
  return recording;
}

/** Runs f as a call that is recorded. */
export function whileRecording<T>(f: () => T): T {
  recording = true;
  try {
    return f();
  } finally {
    recording = false;
  }
}
