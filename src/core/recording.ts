/**
 * One for the whole process: a student's functions bring their own copy of this module, and run
 * inside of what the library records.
 */
const state = globalThis as { unrollIsRecording?: boolean };

/**
 * Whether a call is being recorded as a graph, which will run on other values. Checks of values
 * are left out then: a value cannot be read, and what is true of this one says nothing of the next.
 */
export function isRecording(): boolean {
  return state.unrollIsRecording ?? false;
}

/** Runs f as a call that is recorded. */
export function whileRecording<T>(f: () => T): T {
  state.unrollIsRecording = true;
  try {
    return f();
  } finally {
    state.unrollIsRecording = false;
  }
}
