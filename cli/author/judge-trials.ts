import type { Task } from '../../grader/task.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import type { TaskProof } from './proof.js';
import type { Trial } from './submissions.js';

/** A trial with what the grader said of it. */
export interface Tried {
  readonly trial: Trial;
  readonly verdict: TaskVerdict;
}

const enough = { mistakes: 3, variants: 2, hints: 2 };
const most = { core: 8, further: 4 };

/** Draws what the verdicts on a task's trials prove, and what they fail to. */
export function judgeTrials(
  task: Task,
  key: TaskVerdict,
  stub: TaskVerdict,
  tried: readonly Tried[],
): TaskProof {
  const of = (kind: Trial['kind']) => tried.filter(({ trial }) => trial.kind === kind);
  const mistakes = of('mistake');
  const variants = of('variant');
  const mutants = of('mutant');
  const alive = mutants.filter(({ verdict }) => verdict.points === task.points).map(nameOf);
  const reasons = task.equivalentEdits ?? {};
  const explained = alive.filter((name) => name in reasons);
  const survived = alive.filter((name) => !(name in reasons));
  return {
    id: task.id,
    maxPoints: task.points,
    key: key.points,
    stub: stub.status,
    mistakes: Object.fromEntries(mistakes.map((t) => [nameOf(t), t.verdict.mistake ?? null])),
    variants: Object.fromEntries(variants.map((t) => [nameOf(t), t.verdict.points])),
    mutants: { made: mutants.length, explained, survived },
    problems: [
      ...tried.flatMap(machineProblem),
      ...keyAndStubProblems(task, key, stub),
      ...mistakes.flatMap(mistakeProblem),
      ...of('submitted mistake').flatMap((handedIn) => submittedProblem(handedIn, mistakes)),
      ...variants.flatMap(variantProblem),
      ...survived.map((name) => `mutant '${name}' keeps full points. ${mutantRemedy}`),
      ...Object.keys(reasons)
        .filter((name) => !explained.includes(name))
        .map(
          (name) => `equivalentEdits explains '${name}', which is no surviving edit. Remove it.`,
        ),
      ...countProblems(task, mistakes.length, variants.length),
    ],
  };
}

const mutantRemedy =
  'Add a case or a check that sees it, or explain it in equivalentEdits of the task.';

const nameOf = ({ trial }: Tried) => trial.name;

function outcome({ status, points, maxPoints, check, message }: TaskVerdict): string {
  const where = check === undefined ? '' : ` at '${check}'`;
  return `${status}${where}, ${String(points)} of ${String(maxPoints)} points: ${message}`;
}

function machineProblem({ trial, verdict }: Tried): string[] {
  if (verdict.status !== 'infra-error') return [];
  return [`${trial.kind} '${trial.name}' could not be graded: ${verdict.message}`];
}

function keyAndStubProblems(task: Task, key: TaskVerdict, stub: TaskVerdict): string[] {
  const problems: string[] = [];
  if (key.points !== task.points || key.status !== 'passed')
    problems.push(`the answer key: expected full points, received ${outcome(key)}`);
  if (stub.status !== 'unattempted' || stub.points !== 0)
    problems.push(`the stub: expected unattempted and 0 points, received ${outcome(stub)}`);
  return problems;
}

function mistakeProblem({ trial, verdict }: Tried): string[] {
  if (verdict.status === 'infra-error') return [];
  if (verdict.points === verdict.maxPoints)
    return [`mistake '${trial.name}' keeps full points. Add a case on which it shows.`];
  if (verdict.mistake === trial.name) return [];
  const named = verdict.mistake === undefined ? 'nothing' : `'${verdict.mistake}'`;
  return [
    `mistake '${trial.name}' is named as ${named} (${outcome(verdict)}). Add a case that tells it from the others, or make two that are one into one.`,
  ];
}

/** What is handed in is to come out as it does in our own box. */
function submittedProblem({ trial, verdict }: Tried, mistakes: readonly Tried[]): string[] {
  const own = mistakes.find((tried) => nameOf(tried) === trial.name)?.verdict;
  if (own === undefined || verdict.status === 'infra-error') return [];
  if (own.points === verdict.points && own.mistake === verdict.mistake) return [];
  return [
    `mistake '${trial.name}' comes out otherwise when it is handed in (${outcome(verdict)}). Use nothing in it that a submission may not use.`,
  ];
}

function variantProblem({ trial, verdict }: Tried): string[] {
  if (verdict.status === 'passed' && verdict.points === verdict.maxPoints) return [];
  return [`variant '${trial.name}': expected full points, received ${outcome(verdict)}`];
}

function countProblems(task: Task, mistakes: number, variants: number): string[] {
  const counts = [
    ['mistakes', mistakes, enough.mistakes],
    ['variants', variants, enough.variants],
    ['hints', task.hints.length, enough.hints],
  ] as const;
  const few = counts
    .filter(([, has, needs]) => has < needs)
    .map(
      ([what, has, needs]) => `expected at least ${needs} ${what}, received ${has}. Write more.`,
    );
  const limit = task.core ? most.core : most.further;
  return mistakes <= limit
    ? few
    : [...few, `expected at most ${limit} mistakes, received ${mistakes}. Leave out the rarest.`];
}
