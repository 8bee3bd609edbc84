import type { LessonHome } from '../../grader/lesson-home.js';
import { judgeTask } from '../../grader/judge/judge-task.js';
import { makeReferences } from '../../grader/judge/references.js';
import { caseUnder } from '../../grader/judge/run-check.js';
import type { Subject } from '../../grader/judge/subject.js';
import type { Observed, Outcome } from '../../grader/outcome.js';
import { Boxes, librarySubject, ownCode } from '../../grader/references/own-code.js';
import { bytesOf } from '../../grader/references/memory.js';
import type { Case, Task } from '../../grader/task.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import { Handle, tensorsIn, TensorValue, type Value } from '../../grader/value.js';
import { filled, fitted, largest } from './trivial-forms.js';

/** What a function that has understood nothing is told: its arguments, and what would be right. */
interface Asked {
  readonly args: readonly Value[];
  readonly right: Value;
  /** Of the question, to find it again. */
  readonly key: string;
}

interface Trivial {
  readonly name: string;
  /** Of what is drawn while it is judged. */
  readonly seed: number;
  readonly answer: (asked: Asked) => Value;
}

/**
 * Tries what can be answered without having understood a task: constants, zeros and ones in the
 * right form, echoes of each input, any single right answer, the public inputs by heart, and a
 * table of what was right under this seed, used under the next one.
 *
 * @param seed of what is drawn
 * @returns a sentence for each that earns a point; none if nothing does
 */
export async function trivialProblems(
  task: Task,
  home: LessonHome,
  seed: number,
): Promise<readonly string[]> {
  const boxes = new Boxes();
  try {
    const { subject: library, memory } = await librarySubject(task, home, ownCode(home), boxes);
    const references = makeReferences(library);
    const judged = (subject: Subject, of: number) =>
      judgeTask({ task, subject, references, mistakes: () => Promise.resolve([]), seed: of });
    const table = new Map<string, Outcome>();
    await judged(recording(library, table), seed);
    const problems: string[] = [];
    for (const trivial of await trialsOf(task, library, table, seed)) {
      const verdict = await judged(subjectOf(trivial, library), trivial.seed);
      if (verdict.points > 0) problems.push(earning(trivial.name, verdict));
    }
    memory.save();
    return problems;
  } finally {
    await boxes.close();
  }
}

function earning(name: string, { points, maxPoints, check }: TaskVerdict): string {
  const end = check === undefined ? '' : ` before it fails at '${check}'`;
  return `the trivial answer '${name}' earns ${String(points)} of ${String(maxPoints)} points${end}. Draw inputs on most of which it is wrong.`;
}

/** Every trivial answer to a task. */
async function trialsOf(
  task: Task,
  library: Subject,
  table: ReadonlyMap<string, Outcome>,
  seed: number,
): Promise<readonly Trivial[]> {
  const inputs = task.checks.flatMap((check) => (check.kind === 'property' ? [] : check.cases));
  const asked = [...new Set(inputs.map((input) => caseUnder(input, seed)))];
  const fixed = inputs.flatMap((input) => ('args' in input ? [keyOf('call', input.args)] : []));
  const width = Math.max(1, ...asked.map(({ args }) => partsOf(Object.values(args)).length));
  const known = ({ key }: Asked) => {
    const outcome = table.get(key);
    return outcome?.kind === 'value' ? outcome.value : undefined;
  };
  const trial = (name: string, answer: Trivial['answer'], of = seed): Trivial => ({
    name,
    seed: of,
    answer,
  });
  return [
    ...[0, 1, 0.5, '', [], false, null].map((value) => trial(JSON.stringify(value), () => value)),
    ...[0, 1].map((value) => trial(`only ${String(value)}`, ({ right }) => filled(right, value))),
    ...Array.from({ length: width }, (_, i) =>
      trial(`echo of input ${String(i + 1)}`, ({ args }) => partsOf(args)[i]),
    ),
    trial('inputs that fit', ({ args, right }) => fitted(right, partsOf(args))),
    trial('inputs that fit, the last first', ({ args, right }) =>
      fitted(right, partsOf(args).reverse()),
    ),
    trial('1 at the largest of what fits', ({ args, right }) => largest(right, partsOf(args))),
    trial('place of the largest', ({ args }) => placeOfLargest(partsOf(args))),
    ...(await Promise.all(
      asked.map(async (of) => {
        const answer = await rightAnswer(of, library);
        return trial(`the answer to '${of.name}' alone`, () => answer);
      }),
    )),
    trial('the public inputs by heart', ({ key, right }) =>
      fixed.includes(key) ? right : filled(right, 0),
    ),
    trial(
      'recorded under another seed',
      (question) => known(question) ?? filled(question.right, 0),
      seed + 1,
    ),
  ];
}

async function rightAnswer(of: Case, library: Subject): Promise<Value> {
  const outcome = await library.call(of.args);
  return outcome.kind === 'value' ? outcome.value : null;
}

/** The arguments, and the tensors inside them. */
const partsOf = (args: readonly Value[]): Value[] => [
  ...args,
  ...tensorsIn(args).map(([, tensor]) => tensor),
];

function placeOfLargest(parts: readonly Value[]): number {
  const first = parts.find((part) => part instanceof TensorValue);
  const entries = Array.from(first?.data ?? []);
  return entries.indexOf(Math.max(...entries));
}

const keyOf = (what: string, question: Value) =>
  `${what} ${Buffer.from(bytesOf(question)).toString('base64')}`;

const nothingSeen: Observed = {
  inputsChanged: [],
  tensorsLeaked: 0,
  standInCalls: [],
  promised: false,
};

/** A function that answers without knowing; one that it should return is made to do the same. */
function subjectOf({ answer }: Trivial, library: Subject): Subject {
  const reply = (args: readonly Value[], key: string, outcome: Outcome): Outcome => {
    const right = outcome.kind === 'value' ? outcome.value : undefined;
    if (right instanceof Handle) return outcome;
    return { kind: 'value', value: answer({ args, right, key }), observed: nothingSeen };
  };
  return {
    call: async (args) => reply(Object.values(args), keyOf('call', args), await library.call(args)),
    handle: async (handle, args) =>
      reply(args, keyOf('handle', [handle, args]), await library.handle(handle, args)),
    gradient: () => Promise.resolve({ kind: 'gradient', gradients: {}, observed: nothingSeen }),
  };
}

/** A subject whose answers are written into a table. */
function recording(subject: Subject, table: Map<string, Outcome>): Subject {
  const kept = async (key: string, asked: Promise<Outcome>) => {
    const outcome = await asked;
    table.set(key, outcome);
    return outcome;
  };
  return {
    ...subject,
    call: (args) => kept(keyOf('call', args), subject.call(args)),
    handle: (handle, args) => kept(keyOf('handle', [handle, args]), subject.handle(handle, args)),
  };
}
