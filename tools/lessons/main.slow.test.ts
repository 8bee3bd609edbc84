import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFile } from '../../src/core/files.js';
import { SmallProject } from './testing/small-project.js';

const project = new SmallProject();
const lesson = JSON.stringify(projectFile('tools/lessons/testing/small-lesson.ts'));
project.write('lessons/90-small/tasks.ts', `export { smallLesson as lesson } from ${lesson};\n`);
afterAll(() => {
  project.remove();
});

/** Runs the command as `npm run lessons` does, on the small project. */
function lessons(...args: readonly string[]) {
  const tsx = projectFile('node_modules/tsx/dist/cli.mjs');
  const command = [tsx, projectFile('tools/lessons/main.ts'), ...args];
  const env = { ...process.env, UNROLL_ROOT: project.root };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: join(project.root, 'lessons'),
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('files are made, checked, made anew when stale, and left alone when somebody worked in them', () => {
  const made = lessons();
  expect(made).toMatchObject({ status: 0, stderr: '' });
  expect(made.stdout).toContain('made exercises/90-small.ts\n');
  expect(lessons('--check')).toEqual({ status: 0, stdout: '', stderr: '' });

  project.edit('src/layers/scale.ts', '@param p weights', '@param p the weights');
  const stale = lessons('--check');
  expect(stale.status).toBe(1);
  expect(stale.stderr).toBe(
    'exercises/90-small.ts is outdated. Run `npm run lessons`.\n' +
      'solutions/90-small.ts is outdated. Run `npm run lessons`.\n',
  );

  project.edit('exercises/90-small.ts', "throw new Unsolved('scale');", 'return x;');
  const left = lessons();
  expect(left).toMatchObject({ status: 0, stdout: 'made solutions/90-small.ts\n' });
  expect(left.stderr).toContain("exercises/90-small.ts holds someone's work and was left alone.");
  expect(project.read('exercises/90-small.ts')).toContain('return x;');
});

test('sizes are printed as a table and as JSON', () => {
  const printed = lessons('--sizes');
  expect(printed.status).toBe(0);
  expect(printed.stdout).toMatch(/90-small +28 +3 +0 +1 +3 +2 +15 +10 {2}3 tasks \(7 to 12\)/);
  expect(printed.stdout).toContain('A lesson has at most 5000 words, at most 400 visible lines');
  const [small] = JSON.parse(lessons('--sizes', '--json').stdout) as readonly unknown[];
  expect(small).toMatchObject({ notebook: '90-small', tasks: 3, core: 2, plan: 10 });
});

test('a fault is named with file and line, and what is wrong with one lesson leaves the rest', () => {
  project.edit('lessons/90-small/lesson.md', '::: task scale\n', '::: task scales\n');
  const { status, stderr } = lessons();
  expect(status).toBe(1);
  expect(stderr).toContain("lessons/90-small/lesson.md:32: there is no task 'scales'.");
  expect(stderr).not.toContain('    at ');
});

test('a word that the command does not know is wrong usage', () => {
  const { status, stderr } = lessons('--chekc');
  expect(status).toBe(2);
  expect(stderr).toContain(
    "'--chekc' is unknown.\n\nUsage: npm run lessons [-- --check | --watch | --sizes]",
  );
});
