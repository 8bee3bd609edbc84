import type { References } from './references.js';
import type { Questioned } from './subject.js';

/** Equations written bare leave a few tensors a line; the caller tidies. */
const unremarkable = 200;

/** Advice, never a failure: a call left far more tensors behind than the library's own does. */
export async function leakAdvice(
  subject: Questioned,
  references: References,
): Promise<string | undefined> {
  const most = await subject.mostLeaked();
  if (most === undefined || most.tensors <= unremarkable) return undefined;
  const usual = await references.leaked(most.asked);
  if (most.tensors <= 3 * usual) return undefined;
  return `Advice: one call leaves ${String(most.tensors)} tensors behind, the library's own ${String(usual)}. Put the body of the loop into tf.tidy(() => ...).`;
}
