import { join } from 'node:path';
import { readJson, writeJson } from '../grader/references/store.js';
import type { Student } from '../grader/bundle/manifest.js';
import type { School } from './school.js';

/** What the clone knows of whoever hands in: who it is, and how often each lesson was handed in. */
export interface Registered extends Partial<Student> {
  readonly attempts: Readonly<Record<string, number>>;
}

const fileOf = ({ root }: School) => join(root, '.unroll', 'state', 'student.json');

/** What is known; nobody if there is no file or it is damaged. */
export function readStudent(school: School): Registered {
  const stored = fieldsOf(readJson(fileOf(school)));
  const texts = Object.fromEntries(
    ['name', 'id', 'group'].flatMap((field) => {
      const value = stored[field];
      return typeof value === 'string' && value !== '' ? [[field, value]] : [];
    }),
  );
  const attempts = Object.entries(fieldsOf(stored['attempts'])).flatMap(([stem, count]) =>
    Number.isSafeInteger(count) ? [[stem, Number(count)] as const] : [],
  );
  return { ...texts, attempts: Object.fromEntries(attempts) };
}

/** Remembers it; the file is replaced whole. */
export function writeStudent(school: School, student: Registered): void {
  writeJson(fileOf(school), { schema: 'unroll.student/1', ...student });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
