import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { bundleOf } from '../../grader/bundle/bundle.js';
import { localResult, sha256, type Manifest } from '../../grader/bundle/manifest.js';
import { gradeSubmission, type LessonHome } from '../../grader/grade.js';
import { safeLine } from '../../grader/reports/safe-text.js';
import { tallyText } from '../../grader/reports/tally.js';
import { courseVersion } from '../../school/course-version.js';
import { exerciseFile } from '../../school/exercise-file.js';
import { readBytes } from '../../school/read-submission.js';
import { find, type School } from '../../school/school.js';
import { readStudent, writeStudent } from '../../school/student.js';
import { UsageError } from '../../school/usage-error.js';
import { bundleName } from '../bundle-name.js';
import { identify, type Given } from '../identify.js';

export interface SubmitOptions extends Given {
  /** File or folder for the bundle; the working folder without it. */
  readonly out?: string;
}

/** Packs a lesson's exercise file to be handed in, and says what is in it. */
export async function submit(school: School, name: string, options: SubmitOptions): Promise<void> {
  const home = await homeMeant(school, name);
  const { stem, version } = home.lesson;
  const path = exerciseFile(school.root, stem);
  const source = relative(school.root, path);
  const exercise = readBytes(path, source);
  const student = await identify(school, options);
  const { attempt, file } = placeFor(school, stem, student.name, options.out);

  const submission = { path: source, text: exercise.toString('utf8') };
  const report = await gradeSubmission(submission, home);
  const manifest: Manifest = {
    schema: 'unroll.bundle/1',
    lesson: stem,
    student,
    attempt,
    time: new Date().toISOString(),
    sha256: sha256(exercise),
    versions: {
      course: courseVersion(school),
      lesson: version,
      node: process.versions.node,
    },
    local: localResult(report),
  };
  writeNew(file, await bundleOf(manifest, exercise));
  const { attempts } = readStudent(school);
  writeStudent(school, { ...student, attempts: { ...attempts, [stem]: attempt } });
  const whom = [student.name, student.id, student.group].filter((one) => one !== undefined);
  const lines = [
    `${stem}: ${tallyText(report)}`,
    `as ${safeLine(whom.join(', '))}; --name, --id and --group change that`,
    `Attempt ${String(attempt)} is in ${safeLine(file)}. Hand in this file.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A bundle holds a whole lesson, so the name of a task is not enough. */
async function homeMeant(school: School, name: string): Promise<LessonHome> {
  const { home, task } = await find(school, name);
  const { stem } = home.lesson;
  if (task === undefined) return home;
  throw new UsageError(
    `unroll submit: expected a lesson, received the task '${task.id}'. Hand in all of its lesson: ./unroll submit ${stem}`,
  );
}

/** Where the bundle goes, under a number that was not used before. */
function placeFor(school: School, stem: string, student: string, out: string | undefined) {
  const next = (readStudent(school).attempts[stem] ?? 0) + 1;
  const isFolder = out !== undefined && statSync(out, { throwIfNoEntry: false })?.isDirectory();
  if (out !== undefined && isFolder !== true) return { attempt: next, file: bundleAt(out) };
  const folder = out ?? '.';
  for (let attempt = next; ; attempt++) {
    const file = join(folder, bundleName(stem, student, attempt));
    if (!existsSync(file)) return { attempt, file };
  }
}

/** Whoever grades a folder knows a bundle by its ending. */
function bundleAt(out: string): string {
  if (out.endsWith('.zip')) return out;
  throw new UsageError(
    `unroll submit --out: expected a folder that exists or a name that ends in .zip, received ${safeLine(out)}. Make the folder first, or name it ${safeLine(out.replace(/[/\\]+$/, ''))}.unroll.zip.`,
  );
}

function writeNew(file: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx' });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new UsageError(
        `unroll submit: expected a new file, received ${safeLine(file)}, which exists. Name another; without --out, or with a folder, every attempt gets a name of its own.`,
      );
    throw new UsageError(
      `unroll submit: expected a place to write ${resolve(file)}, received ${code === 'ENOENT' ? 'no such folder' : code}. Name another with --out.`,
    );
  }
}
