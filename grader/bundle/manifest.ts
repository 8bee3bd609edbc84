import { createHash } from 'node:crypto';
import { short } from '../short.js';
import type { Status, SubmissionReport } from '../verdict.js';
import { BundleError } from './bundle-error.js';

/** What a bundle says of the exercise file in it. */
export interface Manifest {
  readonly schema: 'unroll.bundle/1';
  /** Stem of the lesson; the exercise file beside the manifest bears it. */
  readonly lesson: string;
  readonly student: Student;
  /** Counts from 1 for each lesson of a clone. */
  readonly attempt: number;
  /** UTC, ISO 8601, by the student's clock. */
  readonly time: string;
  /** Of the exercise file's bytes, in hexadecimal digits. */
  readonly sha256: string;
  readonly versions: {
    readonly course: string;
    readonly lesson: number;
    readonly node: string;
  };
  /** What the student's own machine said of the file. */
  readonly local: LocalResult;
}

export interface Student {
  readonly name: string;
  /** E-mail or number, as the school knows the student. */
  readonly id?: string;
  readonly group?: string;
}

export interface LocalResult {
  readonly points: number;
  readonly maxPoints: number;
  readonly tasks: readonly {
    readonly id: string;
    readonly status: Status;
    readonly points: number;
    readonly maxPoints: number;
  }[];
}

/** The part of a report that a manifest carries. */
export function localResult({ points, maxPoints, tasks }: SubmissionReport): LocalResult {
  const brief = tasks.map(({ id, status, points: earned, maxPoints: most }) => ({
    id,
    status,
    points: earned,
    maxPoints: most,
  }));
  return { points, maxPoints, tasks: brief };
}

/** A text's or file's SHA-256 in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string) =>
  createHash('sha256').update(bytes).digest('hex');

/** Names longer than this are nobody's. */
export const mostNameLength = 200;

/**
 * Reads a manifest, field by field: what it does not name is ignored, and nothing is believed to be
 * there.
 *
 * @param text JSON
 * @throws BundleError naming the first field that is not as it should be
 */
export function readManifest(text: string): Manifest {
  const all = fieldsOf(parsed(text), 'an object');
  if (all['schema'] !== 'unroll.bundle/1') throw wrong('schema', 'unroll.bundle/1', all['schema']);
  const student = fieldsOf(all['student'], 'student');
  const versions = fieldsOf(all['versions'], 'versions');
  return {
    schema: 'unroll.bundle/1',
    lesson: matching(all['lesson'], 'lesson', /^[a-z0-9][a-z0-9-]{0,60}$/),
    student: {
      name: name(student['name'], 'student.name'),
      ...(student['id'] !== undefined && { id: name(student['id'], 'student.id') }),
      ...(student['group'] !== undefined && { group: name(student['group'], 'student.group') }),
    },
    attempt: count(all['attempt'], 'attempt'),
    time: time(all['time']),
    sha256: matching(all['sha256'], 'sha256', /^[0-9a-f]{64}$/),
    versions: {
      course: name(versions['course'], 'versions.course'),
      lesson: count(versions['lesson'], 'versions.lesson'),
      node: name(versions['node'], 'versions.node'),
    },
    local: readLocal(all['local']),
  };
}

/** More than any lesson has. */
const mostTasks = 100;

const statuses: readonly Status[] = [
  'passed',
  'failed',
  'unattempted',
  'error',
  'timeout',
  'out-of-memory',
  'killed',
  'infra-error',
];

function readLocal(value: unknown): LocalResult {
  const { points, maxPoints, tasks } = fieldsOf(value, 'local');
  if (!Array.isArray(tasks) || tasks.length > mostTasks)
    throw wrong('local.tasks', 'a list', tasks);
  return {
    points: amount(points, 'local.points'),
    maxPoints: amount(maxPoints, 'local.maxPoints'),
    tasks: tasks.map((one: unknown) => {
      const task = fieldsOf(one, 'local.tasks');
      const status = statuses.find((known) => known === task['status']);
      if (status === undefined) throw wrong('status', 'a status', task['status']);
      return {
        id: name(task['id'], 'id'),
        status,
        points: amount(task['points'], 'points'),
        maxPoints: amount(task['maxPoints'], 'maxPoints'),
      };
    }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BundleError('a manifest in JSON', 'one that is damaged');
  }
}

function fieldsOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(field, 'fields', value);
  return value as Readonly<Record<string, unknown>>;
}

function name(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > mostNameLength)
    throw wrong(field, `a text of 1 to ${String(mostNameLength)} characters`, value);
  return value;
}

function matching(value: unknown, field: string, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw wrong(field, String(form), value);
  return value;
}

function count(value: unknown, field: string): number {
  if (!Number.isSafeInteger(value) || Number(value) < 1)
    throw wrong(field, 'a whole number', value);
  return Number(value);
}

function amount(value: unknown, field: string): number {
  if (!Number.isFinite(value) || Number(value) < 0 || Number(value) > 1e6)
    throw wrong(field, 'points', value);
  return Number(value);
}

function time(value: unknown): string {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
  const at = typeof value === 'string' && form.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw wrong('time', 'a time such as 2026-01-31T12:00:00Z', value);
  return new Date(at).toISOString();
}

function wrong(field: string, expected: string, received: unknown): BundleError {
  return new BundleError(`a manifest whose ${field} is ${expected}`, shown(received));
}

/**
 * A value in short; what it holds is not looked at, for it may be nested deeper than anyone can
 * follow.
 */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(short(value));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'fields';
}
