import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { reproOf } from '../../grader/repro/repro.js';
import { exerciseFile } from '../../school/exercise-file.js';
import { readSubmission } from '../../school/read-submission.js';
import { findTask, type School } from '../../school/school.js';
import { exitStatus, UsageError } from '../../school/usage-error.js';

/** Prints or writes the smallest failing public input of a task as a program. */
export async function repro(school: School, name: string, out: string | undefined): Promise<void> {
  const { home, task } = await findTask(school, name);
  const file = exerciseFile(school.root, home.lesson.stem);
  const submission = readSubmission(file, relative(school.root, file));
  const target = out === undefined ? undefined : targetOf(school, out);
  const root = target === undefined ? './' : wayBack(school, target);
  const found = await reproOf(submission, home, task.id, { as: 'file', root });
  if (found.kind === 'passes') {
    process.stdout.write(`${task.id} passes: there is no input on which it fails.\n`);
    return;
  }
  if (found.kind === 'cannot-run') {
    process.stdout.write(`${task.id} cannot be run. ${found.message}\n`);
    process.exitCode = exitStatus.checkFailed;
    return;
  }
  if (target === undefined) {
    process.stdout.write(`${found.text}\n`);
    process.stderr.write(
      `To run it: ./unroll repro ${task.id} --out try.ts, then ./unroll run try.ts\n`,
    );
    return;
  }
  writeFileSync(target, `${found.text}\n`, { flag: 'wx' });
  const shown = relative(process.cwd(), target);
  process.stdout.write(`Written to ${shown}. To run it: ./unroll run ${shown}\n`);
}

/**
 * Where the program is written; the course's own packages are found only from inside of the clone.
 */
function targetOf({ root }: School, out: string): string {
  const target = resolve(out);
  const received =
    relative(root, target).startsWith('..') || !out.endsWith('.ts')
      ? out
      : existsSync(target)
        ? `${out}, which exists already`
        : undefined;
  if (received === undefined) return target;
  throw new UsageError(
    `unroll repro --out: expected a new .ts file inside the course's folder, received ${received}. Name another, such as ${freeName(root)}.`,
  );
}

function freeName(root: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'try.ts' : `try-${String(n)}.ts`;
    if (!existsSync(join(root, name))) return name;
  }
}

/** From a program to the clone: `./`, `../`. */
function wayBack({ root }: School, target: string): string {
  const way = relative(dirname(target), root).split(sep).join('/');
  return way === '' ? './' : `${way}/`;
}
