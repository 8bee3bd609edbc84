import type {
  Case,
  Check,
  ContractCheck,
  DrawnCase,
  GradientCheck,
  Input,
  ValuesCheck,
} from '../task.js';
import {
  runContract,
  runGradient,
  runValues,
  type Asking,
  type CaseResult,
} from './case-checks.js';
import type { CheckResult } from './check-result.js';
import { runProperty } from './property.js';
import { isByHand } from './by-hand.js';
import { failureText } from './failures.js';
import { hostileForm, isFinal, type Questioned } from './subject.js';

/** Asks a subject what a check asks and compares the answers with the references. */
export function runCheck(check: Check, subject: Questioned, asking: Asking): Promise<CheckResult> {
  return check.kind === 'property'
    ? runProperty(check, subject.subject, asking.seed)
    : runCases(check, subject, asking);
}

/** A check that asks fixed inputs. */
export type CaseCheck = ContractCheck | ValuesCheck | GradientCheck;

type AskedCase = CaseResult & { readonly asked: Case };

async function runCases(
  check: CaseCheck,
  subject: Questioned,
  asking: Asking,
): Promise<CheckResult> {
  const results: AskedCase[] = [];
  for (const input of check.cases) {
    const asked = caseUnder(input, asking.seed);
    const result = await runCase(check, asked, subject, asking).catch((error: unknown) =>
      notCompared(check, error),
    );
    results.push({ asked, ...result });
    if (result.failure && isFinal(result.failure)) break;
  }
  const wrong = results.filter(({ message }) => message !== undefined);
  const [first] = wrong;
  if (first === undefined) return { ok: true };
  const right = results.length - wrong.length;
  return {
    ok: false,
    earned: partEarned(check, results),
    message: messageOf(wrong, right, check.cases.length),
    answers: { outcomes: results.flatMap(({ answers }) => answers) },
    wrong: wrong.map(({ asked, found }) => ({ asked, ...(found && { found }) })),
    ...(first.failure && { failure: first.failure }),
  };
}

/** The case that an input of a check is under a seed. */
export function caseUnder(input: Input, seed: number): Case {
  return isDrawn(input) ? input.under(seed) : input;
}

const isDrawn = (input: Input): input is DrawnCase => 'under' in input;

/**
 * Part of a check that failed. What is fixed can be known by heart, and a few drawn inputs may be
 * met by a constant: only if most of the drawn ones are right does each right input count.
 * The form of an answer earns nothing, nor does a gradient by hand that holds on some inputs only:
 * differences are as good as a formula on most.
 */
function partEarned(check: CaseCheck, results: readonly CaseResult[]): number {
  if (check.kind === 'contract' || isByHand(check)) return 0;
  const inputs = check.cases;
  const isRight = (_: Input, i: number) => results[i] !== undefined && !results[i].message;
  const drawn = inputs.filter(isDrawn).length;
  const right = inputs.filter((input, i) => isDrawn(input) && isRight(input, i)).length;
  return 2 * right > drawn ? inputs.filter(isRight).length / inputs.length : 0;
}

/**
 * A comparison that itself throws has met an answer of a form that no right function gives.
 *
 * @throws the error if no form of an answer can be its cause
 */
function notCompared({ title }: CaseCheck, error: unknown): CaseResult {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  const failure = hostileForm(error);
  return { answers: [], failure, message: failureText(title, failure) };
}

/** The first wrong input, what is common to all wrong ones, and how many are right. */
function messageOf(wrong: readonly CaseResult[], right: number, total: number): string {
  const [first] = wrong;
  const lines = [first?.message ?? ''];
  if (first?.hint !== undefined && wrong.every(({ hint }) => hint === first.hint))
    lines.push(first.hint);
  if (right > 0) lines.push(`${String(right)} of ${String(total)} inputs came out right.`);
  return lines.join('\n');
}

/** Asks one input of a check. */
export function runCase(
  check: CaseCheck,
  of: Case,
  subject: Questioned,
  asking: Asking,
): Promise<CaseResult> {
  if (check.kind === 'contract') return runContract(check, of, subject, asking);
  return check.kind === 'values'
    ? runValues(check, of, subject, asking)
    : runGradient(check, of, subject, asking);
}
