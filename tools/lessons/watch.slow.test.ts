import { spawn, type ChildProcess } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFile } from '../../src/core/files.js';
import { SmallProject } from './testing/small-project.js';

const text = 'lessons/90-small/lesson.md';
const tasks = 'lessons/90-small/tasks.ts';
const smallLesson = JSON.stringify(projectFile('tools/lessons/testing/small-lesson.ts'));

const patience = 45_000;

/** `npm run lessons -- --watch` on a project of its own, and what it has printed. */
class Watcher {
  printed = '';
  private seen = 0;
  private readonly child: ChildProcess;

  constructor(root: string) {
    const loader = projectFile('node_modules/tsx/dist/loader.mjs');
    const command = ['--import', loader, projectFile('tools/lessons/main.ts'), '--watch'];
    const env = { ...process.env, UNROLL_ROOT: root };
    this.child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
  }

  /** What is printed from the last such wait on to the end of the next round that says this. */
  async until(wanted: string): Promise<string> {
    for (const began = Date.now(); Date.now() - began < patience;) {
      const fresh = this.printed.slice(this.seen);
      const at = fresh.indexOf(wanted);
      const end = /\(\d+\.\d s\)\n|Ctrl-C ends this\.\n/g;
      end.lastIndex = at;
      if (at >= 0 && end.test(fresh)) {
        this.seen += end.lastIndex;
        return fresh.slice(0, end.lastIndex);
      }
      if (this.child.exitCode !== null) throw new Error(`it has ended: ${this.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`it has not said '${wanted}': ${this.printed}`);
  }

  get rounds(): number {
    return this.printed.match(/\(\d+\.\d s\)\n/g)?.length ?? 0;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

let project: SmallProject;
let watcher: Watcher;
beforeEach(async () => {
  project = new SmallProject();
  project.write(tasks, `export { smallLesson as lesson } from ${smallLesson};\n`);
  watcher = new Watcher(project.root);
  await watcher.until('made exercises/90-small.ts');
}, 60_000);
afterEach(() => {
  watcher.end();
  project.remove();
});

/** Saves as many editors do: a new file beside the old one, then renamed over it. */
function saveByRename(from: string, to: string): void {
  const path = join(project.root, text);
  project.write(
    `${text}.new`,
    project.read(text).replace(from, () => to),
  );
  renameSync(`${path}.new`, path);
}

test('each save makes what it changes, however it is saved', async () => {
  saveByRename('Begin here.', 'Begin there.');
  const printed = await watcher.until('made notebooks/90-small.ipynb');
  expect(printed).not.toContain('made exercises');
  expect(project.read('notebooks/90-small.ipynb')).toContain('Begin there.');
  project.edit('src/layers/scale.ts', '@param p weights', '@param p the weights');
  await watcher.until('made solutions/90-small.ts');
  expect(project.read('exercises/90-small.ts')).toContain('@param p the weights');
}, 60_000);

test('a fault is named with file and line, and the next save is made', async () => {
  saveByRename('::: task scale\n', '::: task scales\n');
  await watcher.until(`${text}:32: there is no task 'scales'.`);
  saveByRename('::: task scales\n', '::: task scale\n');
  await watcher.until('3 files are up to date.');
  project.write(tasks, `export { smallLesson as lesson } from ${smallLesson} and`);
  await watcher.until(`${tasks}:1: is no TypeScript: Expected ";" but found "and"`);
  const other = `import { smallLesson } from ${smallLesson};\nexport const lesson = { ...smallLesson, title: 'T' };\n`;
  project.write(tasks, other);
  await watcher.until(`${text}:1: the title is 'T' in ${tasks}.`);
  saveByRename('title: A small lesson', 'title: T');
  await watcher.until('made teaching/90-small.md');
}, 60_000);

test('a storm of saves ends in what was saved last', async () => {
  for (let i = 1; i <= 50; i++) {
    saveByRename(i === 1 ? 'Begin here.' : `Save ${String(i - 1)}.`, `Save ${String(i)}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  while (!project.read('notebooks/90-small.ipynb').includes('Save 50.'))
    await watcher.until('made notebooks/90-small.ipynb');
  expect(watcher.rounds).toBeLessThan(10);
}, 60_000);
