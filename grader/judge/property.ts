import { Draws } from '../../src/core/draws.js';
import type { Failure, Outcome } from '../outcome.js';
import type { Ask, PropertyCheck } from '../task.js';
import { Handle, type Value } from '../value.js';
import type { CheckResult } from './check-result.js';
import { failureText } from './failures.js';
import {
  hostileForm,
  GraderFault,
  isFailure,
  isFinal,
  type Arguments,
  type Subject,
} from './subject.js';

/** Ends a property whose question got no answer. */
class Unanswered extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** Lets a law or behaviour ask what it asks; the same seed gives the same questions. */
export async function runProperty(
  check: PropertyCheck,
  subject: Subject,
  seed: number,
): Promise<CheckResult> {
  const outcomes: Outcome[] = [];
  try {
    const finding = await check.holds(
      asking(subject, outcomes),
      new Draws(seed).split(check.title),
    );
    if (finding === undefined) return { ok: true };
    const message = `${check.title}: ${finding}`;
    return { ok: false, earned: 0, message, answers: { outcomes, finding }, wrong: [] };
  } catch (error) {
    const failure = failureIn(error);
    const message = failureText(check.title, failure);
    return { ok: false, earned: 0, message, answers: { outcomes }, wrong: [], failure };
  }
}

function asking(subject: Subject, outcomes: Outcome[]): Ask {
  const outcome = async (args: Arguments) => {
    const answer = await subject.call(args);
    outcomes.push(answer);
    if (isFailure(answer) && isFinal(answer)) throw new Unanswered(answer);
    return answer;
  };
  const valueOf = (answer: Outcome): Value => {
    if (answer.kind === 'value') return answer.value;
    if (isFailure(answer)) throw new Unanswered(answer);
    throw new GraderFault('a call was answered by gradients');
  };
  const handle = async (of: Value, args: readonly Value[]) => {
    if (!(of instanceof Handle))
      throw new Unanswered({
        kind: 'unreadable',
        reason: 'expected a function, received something else',
      });
    const answer = await subject.handle(of, args);
    outcomes.push(answer);
    return valueOf(answer);
  };
  return Object.assign(async (args: Arguments) => valueOf(await outcome(args)), {
    handle,
    outcome,
  });
}

/** A law that itself throws has met an answer of a form that no right function gives. */
function failureIn(error: unknown): Failure {
  if (error instanceof GraderFault) throw error;
  return error instanceof Unanswered ? error.failure : hostileForm(error);
}
