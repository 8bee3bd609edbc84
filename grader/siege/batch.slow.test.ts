/**
 * One batch of everything at once: attacks on the course's lessons, hostile files and bundles, and
 * four honest files.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtCommand } from '../../cli/testing/clone.js';
import { lessons } from '../../lessons/index.js';
import { projectFile, projectRoot } from '../../src/core/files.js';
import type { GradeReport, SubmissionReport } from '../verdict.js';
import { hostileBundles } from './bundles.js';
import { courseAttacks, slowAndRight, type CourseAttack } from './course.js';
import { byDifferences } from './differences.js';
import { doubling, hostileFiles } from './files.js';
import { inPlaceOf } from './siege.js';

const stems = Object.keys(lessons);
const first = '00-start';
const keyOf = (stem: string) => readFileSync(projectFile(`solutions/${stem}.ts`), 'utf8');
const attacks = [...courseAttacks, ...byDifferences];
const files = { ...hostileFiles, 'arrows that double the time': doubling };

let command: string;
let folder: string;
let report: GradeReport;
let marks: string;

beforeAll(async () => {
  command = await builtCommand('cli/main.ts');
  folder = mkdtempSync(join(tmpdir(), 'unroll-siege-'));
  const handIn = (name: string, stem: string, content: string | Buffer, ending = '.ts') => {
    mkdirSync(join(folder, 'in', name), { recursive: true });
    writeFileSync(join(folder, 'in', name, stem + ending), content);
  };
  for (const { title, lesson, functions } of [...attacks, slowAndRight]) {
    const text = Object.entries(functions).reduce(
      (key, [name, source]) => inPlaceOf(name, source, key),
      keyOf(lesson),
    );
    handIn(title, lesson, text);
  }
  for (const [name, text] of Object.entries(files)) handIn(name, first, text);
  for (const { name, bytes } of await hostileBundles(first, keyOf(first)))
    handIn('bundles', name, bytes, '.zip');
  for (const stem of stems) handIn('honest', stem, keyOf(stem));
  const argv = [command, 'grade', 'in', '--json', '--out', 'marks'];
  const { stdout } = spawnSync(process.execPath, argv, {
    cwd: folder,
    env: { ...process.env, UNROLL_ROOT: projectRoot() },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  report = JSON.parse(stdout) as GradeReport;
  marks = readFileSync(join(folder, 'marks', 'marks.csv'), 'utf8');
}, 900_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(dirname(command), { recursive: true });
});

const reportOn = (name: string, stem: string): SubmissionReport => {
  const found = report.submissions.find(({ source }) => source === `in/${name}/${stem}.ts`);
  if (found === undefined) throw new Error(`expected a report on ${name}, received none`);
  return found;
};

async function attackedIn({ lesson, functions }: CourseAttack): Promise<readonly string[]> {
  const { tasks } = (await lessons[lesson]?.())?.lesson ?? { tasks: [] };
  return tasks.filter(({ name }) => name in functions).map(({ id }) => id);
}

const gainsNothing = async (attack: CourseAttack) => {
  const attacked = await attackedIn(attack);
  expect(attacked).toHaveLength(Object.keys(attack.functions).length);
  for (const { id, points, maxPoints, status } of reportOn(attack.title, attack.lesson).tasks) {
    expect([id, points]).toEqual([id, attacked.includes(id) ? 0 : maxPoints]);
    expect(status).not.toBe('infra-error');
  }
};

test.each(attacks)('$title: nothing for what is attacked, all for the rest', gainsNothing);

test('no folder of this machine is named', () => {
  expect(JSON.stringify(report)).not.toContain(projectRoot());
});

test('what is right and slow is passed, or was too slow', () => {
  const { tasks } = reportOn(slowAndRight.title, slowAndRight.lesson);
  expect(['passed', 'timeout']).toContain(tasks[0]?.status);
  for (const { points, maxPoints } of tasks.slice(1)) expect(points).toBe(maxPoints);
});

test.each(Object.keys(files))('%s: no points', (name) => {
  const { points, tasks } = reportOn(name, first);
  expect(points).toBe(0);
  for (const { status } of tasks) expect(['error', 'failed']).toContain(status);
});

test.each(stems)('the honest file of %s has full marks', (stem) => {
  const { points, maxPoints } = reportOn('honest', stem);
  expect(points).toBe(maxPoints);
});

test('the batch ended, and the marks are complete', () => {
  const handedIn = attacks.length + 1 + Object.keys(files).length + stems.length;
  const bundles = report.submissions.filter(({ source }) => source.endsWith('.zip'));
  expect(report.submissions).toHaveLength(handedIn + bundles.length);
  expect(bundles).toHaveLength(7);
  expect(report.refused).toHaveLength(12);
  const rows = marks.trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + handedIn + 7 + 12);
});
