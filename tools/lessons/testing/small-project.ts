import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LessonHome } from '../../../grader/lesson-home.js';
import type { Lesson } from '../../../grader/task.js';
import { projectFile } from '../../../src/core/files.js';
import { smallFiles } from './small-files.js';

/** A project in a temporary folder that holds the small lesson. */
export class SmallProject {
  readonly root = mkdtempSync(join(tmpdir(), 'unroll-small-'));

  constructor() {
    for (const [path, text] of Object.entries(smallFiles)) this.write(path, text);
    cpSync(projectFile('src/core'), join(this.root, 'src/core'), { recursive: true });
    symlinkSync(projectFile('node_modules'), join(this.root, 'node_modules'));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Changes a file; a test whose change finds nothing to change would prove nothing. */
  edit(path: string, from: string, to: string): void {
    const before = this.read(path);
    if (!before.includes(from)) throw new Error(`${path} does not contain: ${from}`);
    this.write(
      path,
      before.replace(from, () => to),
    );
  }

  home(lesson: Lesson): LessonHome {
    return {
      lesson,
      root: this.root,
      folder: join(this.root, 'lessons', lesson.stem),
      cache: join(this.root, '.unroll/cache'),
      earlier: [],
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
