import type { Case, ContractCheck, GradientCheck, ValuesCheck, Check } from '../task.js';
import {
  runContract,
  runGradient,
  runValues,
  type Asking,
  type CaseResult,
} from './case-checks.js';
import type { CheckResult } from './check-result.js';
import { runProperty } from './property.js';
import { isFinal, type Questioned } from './subject.js';

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
  for (const asked of check.cases) {
    const result = await runCase(check, asked, subject, asking);
    results.push({ asked, ...result });
    if (result.failure && isFinal(result.failure)) break;
  }
  const wrong = results.filter(({ message }) => message !== undefined);
  const [first] = wrong;
  if (first === undefined) return { ok: true };
  const total = check.cases.length;
  const right = results.length - wrong.length;
  return {
    ok: false,
    earned: check.kind === 'contract' ? 0 : right / total,
    message: messageOf(wrong, right, total),
    answers: { outcomes: results.flatMap(({ answers }) => answers) },
    wrong: wrong.map(({ asked, found }) => ({ asked, ...(found && { found }) })),
    ...(first.failure && { failure: first.failure }),
  };
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
