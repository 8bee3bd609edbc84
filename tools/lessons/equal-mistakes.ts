/**
 * Compares each known mistake with the one of the same id at an earlier revision, on all inputs of
 * its task.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LessonHome } from '../../grader/lesson-home.js';
import { differences } from '../../grader/judge/compare.js';
import type { KnownMistake } from '../../grader/judge/diagnose.js';
import { filledGradients, makeReferences, type References } from '../../grader/judge/references.js';
import { caseUnder, runCheck } from '../../grader/judge/run-check.js';
import { isFailure, Questioned } from '../../grader/judge/subject.js';
import type { Outcome } from '../../grader/outcome.js';
import { mistakesOf } from '../../grader/references/mistakes.js';
import { Boxes, librarySubject, ownCode } from '../../grader/references/own-code.js';
import type { Check, Task } from '../../grader/task.js';
import { isList, isRecord, TensorValue, type Value } from '../../grader/value.js';
import { allHomes, thisSchool } from '../../school/school.js';

const usage = `Usage: node tools/setup/run.mjs tools/lessons/equal-mistakes.ts REVISION [TASK ...]

Prints for each task how many mistakes answer as they did at the revision, and names the others.`;

const tolerance = { absolute: 1e-10, relative: 1e-9 };

process.exitCode = await main(process.argv.slice(2));

async function main([revision, ...only]: readonly string[]): Promise<number> {
  if (revision === undefined) {
    console.error(usage);
    return 2;
  }
  let wrong = 0;
  for (const home of await allHomes(thisSchool()))
    for (const task of home.lesson.tasks)
      if (only.length === 0 || only.includes(task.id)) wrong += await compare(revision, home, task);
  return wrong === 0 ? 0 : 1;
}

async function compare(revision: string, home: LessonHome, task: Task): Promise<number> {
  const folder = mkdtempSync(join(home.root, 'lessons', 'old-'));
  const boxes = new Boxes();
  try {
    const bank = `${relative(home.root, home.folder)}/mistakes/${task.id}.ts`;
    mkdirSync(join(folder, 'mistakes'));
    const text = execFileSync('git', ['show', `${revision}:${bank}`], { cwd: home.root });
    writeFileSync(join(folder, 'mistakes', `${task.id}.ts`), text);
    const code = ownCode(home);
    const past = { ...home, folder, cache: join(folder, 'cache') };
    const before = await mistakesOf(task, past, code, boxes);
    const now = new Map((await mistakesOf(task, home, code, boxes)).map((one) => [one.id, one]));
    const { subject } = await librarySubject(task, home, code, boxes);
    const references = makeReferences(subject);
    const lines: string[] = [];
    let equal = 0;
    for (const old of before) {
      const same = now.get(old.id);
      const found = same && (await differing(task, old, same, references));
      if (found === undefined) lines.push(`  ${old.id}: dropped`);
      else if (found.length === 0) equal++;
      else lines.push(...found.map((line) => `  ${old.id}: differs: ${line}`));
    }
    const added = [...now.keys()].filter((id) => before.every((old) => old.id !== id));
    lines.push(...added.map((id) => `  ${id}: new`));
    console.log([`${task.id}: ${String(equal)} mistakes equal`, ...lines].join('\n'));
    return lines.filter((line) => line.includes(': differs: ')).length;
  } finally {
    await boxes.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On which inputs two functions answer otherwise, and how. */
async function differing(
  task: Task,
  old: KnownMistake,
  now: KnownMistake,
  references: References,
): Promise<string[]> {
  const found: string[] = [];
  for (const check of task.checks)
    for (const [name, ask] of questions(check, references)) {
      const [a, b] = [await ask(old), await ask(now)];
      const difference =
        typeof a === 'string' || typeof b === 'string'
          ? a === b
            ? ''
            : JSON.stringify([a, b])
          : between(a, b);
      if (difference !== '') found.push(`${check.title}, ${name}: ${difference}`);
    }
  return found;
}

type Question = (of: KnownMistake) => Promise<Outcome | string>;

function questions(check: Check, references: References): [string, Question][] {
  if (check.kind === 'property')
    return [
      [
        'what it found',
        async ({ subject }) => {
          const result = await runCheck(check, new Questioned(subject), {
            references,
            axes: {},
            seed: 1,
          });
          return result.ok ? 'passed' : result.message;
        },
      ],
    ];
  return check.cases
    .map((input) => caseUnder(input, 1))
    .map((of) => [
      `'${of.name}'`,
      async ({ subject }) => {
        if (check.kind !== 'gradient') return subject.call(of.args);
        const { withRespectTo } = check;
        const cotangent = await references.cotangent(of);
        const answer = await subject.gradient(of.args, withRespectTo, cotangent);
        return answer.kind === 'gradient'
          ? { ...answer, gradients: filledGradients(answer.gradients, of, withRespectTo) }
          : answer;
      },
    ]);
}

/** How two outcomes differ; nothing if they do not. */
function between(a: Outcome, b: Outcome): string {
  if (a.kind !== b.kind) return `${a.kind} | ${b.kind}`;
  if (isFailure(a) || isFailure(b)) {
    const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
    return one === other ? '' : `${one} | ${other}`;
  }
  const changed = [a, b].map(({ observed }) => observed.inputsChanged.join());
  if (changed[0] !== changed[1]) return `inputs changed: ${changed.join(' | ')}`;
  const [x, y] = [valueIn(a), valueIn(b)];
  const kinds = [...new Set(differences(x, y, tolerance).map(({ kind }) => kind))];
  return kinds.length === 0 ? '' : `${kinds.join(', ')}, at most ${String(largest(x, y))}`;
}

function valueIn(outcome: Outcome): Value {
  return outcome.kind === 'value'
    ? outcome.value
    : outcome.kind === 'gradient'
      ? outcome.gradients
      : null;
}

/** The largest difference between entries in the same place. */
function largest(a: Value, b: Value): number {
  if (a instanceof TensorValue && b instanceof TensorValue)
    return a.data.reduce((most, x, i) => Math.max(most, Math.abs(x - (b.data[i] ?? NaN))), 0);
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  if (isList(a) && isList(b)) return Math.max(0, ...a.map((item, i) => largest(item, b[i])));
  if (isRecord(a) && isRecord(b))
    return Math.max(0, ...Object.keys(a).map((key) => largest(a[key], b[key])));
  return 0;
}
