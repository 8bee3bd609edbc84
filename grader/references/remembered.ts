import { createHash } from 'node:crypto';
import { isFailure, isFinal, type Subject } from '../judge/subject.js';
import type { Outcome } from '../outcome.js';
import { Handle, isList, isRecord, type Value } from '../value.js';
import { bytesOf, type Memory } from './memory.js';

/**
 * A subject that asks its box only what it was never asked before.
 *
 * @param name tells this subject's answers from others in the same memory
 * @param open opens the subject when there is something new to ask
 */
export function remembered(name: string, open: () => Promise<Subject>, memory: Memory): Subject {
  const ask = async (
    question: readonly Value[],
    put: (subject: Subject) => Promise<Outcome>,
  ): Promise<Outcome> => {
    if (holdsHandle(question)) return put(await open());
    const key = createHash('sha256').update(name).update(bytesOf(question)).digest('base64url');
    const known = memory.get(key);
    if (known !== undefined) return known;
    const outcome = await put(await open());
    if (isLasting(outcome)) memory.set(key, outcome);
    return outcome;
  };
  return {
    call: (args) => ask(['call', args], (subject) => subject.call(args)),
    handle: async (handle, args) => (await open()).handle(handle, args),
    gradient: (args, withRespectTo, cotangent) =>
      ask(['gradient', args, withRespectTo, cotangent], (subject) =>
        subject.gradient(args, withRespectTo, cotangent),
      ),
  };
}

/** A handle means nothing in another box; how a box ended may be chance. */
function isLasting(outcome: Outcome): boolean {
  if (isFailure(outcome)) return !isFinal(outcome);
  return outcome.kind === 'gradient' || !holdsHandle(outcome.value);
}

function holdsHandle(value: Value): boolean {
  if (value instanceof Handle) return true;
  if (isList(value)) return value.some(holdsHandle);
  return isRecord(value) && Object.values(value).some(holdsHandle);
}
