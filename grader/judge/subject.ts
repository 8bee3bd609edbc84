import type { Failure, Outcome } from '../outcome.js';
import type { Case } from '../task.js';
import { short } from '../short.js';
import type { Handle, Value } from '../value.js';

export type Arguments = Readonly<Record<string, Value>>;

/** One function under question: the student's, the library's, or a known mistake's. */
export interface Subject {
  call(args: Arguments): Promise<Outcome>;
  /** Calls a function that an earlier answer returned. */
  handle(handle: Handle, args: readonly Value[]): Promise<Outcome>;
  /** Gradients of the sum of cotangent x output by path of the argument. */
  gradient(args: Arguments, withRespectTo: readonly string[], cotangent: Value): Promise<Outcome>;
}

/** A subject of which a promise is no answer: its callers do not await it. */
export function unawaited(subject: Subject): Subject {
  const refuse = (outcome: Outcome): Outcome =>
    outcome.kind === 'value' && outcome.observed.promised ? { kind: 'promised' } : outcome;
  return {
    ...subject,
    call: async (args) => refuse(await subject.call(args)),
    handle: async (handle, args) => refuse(await subject.handle(handle, args)),
  };
}

/** A subject whose answer to a case is asked for once, however many checks look at it. */
export class Questioned {
  readonly #answers = new Map<Case, Promise<Outcome>>();

  constructor(readonly subject: Subject) {}

  answer(asked: Case): Promise<Outcome> {
    const known = this.#answers.get(asked) ?? this.subject.call(asked.args);
    this.#answers.set(asked, known);
    return known;
  }

  /** The case after which most tensors stayed, and how many. */
  async mostLeaked(): Promise<{ readonly asked: Case; readonly tensors: number } | undefined> {
    const leaks = await Promise.all(
      [...this.#answers].map(async ([asked, answer]) => {
        const outcome = await answer;
        return { asked, tensors: isFailure(outcome) ? 0 : outcome.observed.tensorsLeaked };
      }),
    );
    return leaks.sort((a, b) => b.tensors - a.tensors)[0];
  }

  /** The same question put once more. */
  again(asked: Case): Promise<Outcome> {
    return this.subject.call(asked.args);
  }
}

/** True unless the subject answered. */
export function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.kind !== 'value' && outcome.kind !== 'gradient';
}

/** True for failures after which there is nothing more to ask. */
export function isFinal({ kind }: Failure): boolean {
  return kind !== 'threw' && kind !== 'unreadable';
}

/** Why an answer counts as none: looking at it threw. */
export function hostileForm(error: unknown): Failure {
  const reason = short(error instanceof Error ? error.message : String(error), 200);
  return { kind: 'unreadable', reason: `the answer has another form than a right one (${reason})` };
}

/**
 * What is the machine's or a lesson's fault, never the student's: it ends a task as `infra-error`.
 */
export class GraderFault extends Error {
  override readonly name = 'GraderFault';
}
