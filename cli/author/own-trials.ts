import { dirname, join } from 'node:path';
import { openBox } from '../../grader/box/box.js';
import { judgeTask } from '../../grader/judge/judge-task.js';
import type { KnownMistake } from '../../grader/judge/diagnose.js';
import { makeReferences } from '../../grader/judge/references.js';
import type { Subject } from '../../grader/judge/subject.js';
import type { LessonHome } from '../../grader/lesson-home.js';
import { makeBundle } from '../../grader/references/bundle.js';
import { mistakesOf } from '../../grader/references/mistakes.js';
import {
  Boxes,
  librarySubject,
  ownCode,
  standInsOption,
  type OwnCode,
} from '../../grader/references/own-code.js';
import { TrustedBox } from '../../grader/references/trusted-box.js';
import type { Task } from '../../grader/task.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import type { Tried } from './judge-trials.js';
import type { KeyEdit } from './submissions.js';

/** An edit that takes longer than this for a call never ends: the key takes milliseconds. */
const limits = { cpuMilliseconds: 2_000 };

/** Judges the known mistakes of a task, all in one box; the answers stay for later diagnoses. */
export async function tryMistakes(
  home: LessonHome,
  task: Task,
  seed: number,
  done: () => void,
): Promise<readonly Tried[]> {
  return withJudge(home, task, seed, async ({ judge, code, boxes }) => {
    const known = await mistakesOf(task, home, code, boxes);
    const tried: Tried[] = [];
    for (const { id, subject } of known) {
      const trial = { task, kind: 'mistake', name: id } as const;
      tried.push({ trial, verdict: await judge(subject, known) });
      done();
    }
    return tried;
  });
}

/** Judges small edits of a task's key, all in one box: nobody asks what an edit is named as. */
export async function tryEdits(
  home: LessonHome,
  task: Task,
  edits: readonly KeyEdit[],
  seed: number,
  done: () => void,
): Promise<readonly Tried[]> {
  return withJudge(home, task, seed, async ({ judge, code, boxes }) => {
    const folder = dirname(join(home.root, task.from));
    const names = edits.map((_, i) => `edit${String(i)}`);
    const given = edits.map(({ text }, i) => [names[i] ?? '', { text, folder }] as const);
    const imports = names.map((name) => `import { ${task.name} as ${name} } from 'given:${name}';`);
    const entry = `${imports.join('\n')}\nexport const run = { ${names.join(', ')} };`;
    const { made } = await makeBundle(entry, home.root, Object.fromEntries(given));
    const standIns = await standInsOption(code);
    const options = { code: made.code, name: 'run', trusted: true, limits, ...standIns };
    const box = boxes.take(new TrustedBox(() => openBox(options)));
    const tried: Tried[] = [];
    for (const [i, { name }] of edits.entries()) {
      const verdict = await judge(box.subject(`run.${names[i] ?? ''}`), []);
      tried.push({ trial: { task, kind: 'mutant', name }, verdict });
      done();
    }
    return tried;
  });
}

interface Bench {
  readonly judge: (subject: Subject, known: readonly KnownMistake[]) => Promise<TaskVerdict>;
  readonly code: OwnCode;
  readonly boxes: Boxes;
}

/** Judges functions of our own beside the library's, which is asked once for all of them. */
async function withJudge<T>(
  home: LessonHome,
  task: Task,
  seed: number,
  use: (bench: Bench) => Promise<T>,
): Promise<T> {
  const boxes = new Boxes();
  const code = ownCode(home);
  try {
    const { subject: library, memory } = await librarySubject(task, home, code, boxes);
    const references = makeReferences(library);
    const judge: Bench['judge'] = async (subject, known) => {
      const mistakes = () => Promise.resolve(known);
      try {
        return await judgeTask({ task, subject, references, mistakes, seed });
      } catch (error) {
        return ungraded(task, error);
      }
    };
    const result = await use({ judge, code, boxes });
    memory.save();
    return result;
  } finally {
    await boxes.close();
  }
}

function ungraded({ id, points }: Task, error: unknown): TaskVerdict {
  const message = error instanceof Error ? error.message : String(error);
  return { id, status: 'infra-error', points: 0, maxPoints: points, message, passed: [], help: [] };
}
