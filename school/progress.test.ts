import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lesson } from '../grader/testing/lesson/tasks.js';
import type { TaskVerdict } from '../grader/verdict.js';
import { projectFile } from '../src/core/files.js';
import { nextTask, taskAfter } from './next-task.js';
import {
  helpDue,
  progressOf,
  readProgress,
  recordCheck,
  recordGiveUp,
  recordHint,
  recordReset,
} from './progress.js';
import type { School } from './school.js';
import { standingOf } from './standing.js';

let school: School;
let state: string;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'unroll-progress-'));
  school = { root, lessons: { [lesson.stem]: () => Promise.resolve({ lesson }) } };
  state = join(root, '.unroll', 'state');
  return () => {
    rmSync(root, { recursive: true });
  };
});

const verdict = (more: Partial<TaskVerdict>): TaskVerdict => ({
  id: 'softmax',
  status: 'failed',
  points: 4,
  maxPoints: 10,
  message: '',
  passed: [],
  help: [],
  ...more,
});

const check = (text: string, more: Partial<TaskVerdict> = {}, of = lesson) =>
  recordCheck(school, of, text, [verdict(more)]);

function words(id = 'softmax', of = lesson): string {
  const task = of.tasks.find((one) => one.id === id);
  if (task === undefined) throw new Error(`no task ${id}`);
  return standingOf(of, task, readProgress(school)).text;
}

const newer = { ...lesson, version: lesson.version + 1 };

describe('help', () => {
  it('grows with the tries on the mistake that is named, not with those before it', () => {
    const shown = [
      check('1', { mistake: 'no-max' }),
      check('2', { mistake: 'wrong-axis' }),
      check('2', { mistake: 'wrong-axis' }),
      check('3', { mistake: 'wrong-axis' }),
      check('4', { mistake: 'no-max' }),
      check('5'),
    ].map((progress) => helpDue(progress, 'softmax'));
    expect(shown).toEqual([1, 1, 1, 2, 2, 0]);
    expect(progressOf(readProgress(school), 'softmax').tries).toBe(5);
  });
});

describe('standing', () => {
  it('follows checks, hints, resets and an answer that was seen', () => {
    expect(words()).toBe('');
    check('1');
    expect(words()).toBe('4 of 10 points, 1 try');
    check('2', { status: 'passed', points: 10 });
    expect(words()).toBe('passed');
    check('3', { status: 'error', points: 0 });
    expect(words()).toBe('0 of 10 points, 2 tries');
    recordHint(school, 'softmax', 2);
    recordGiveUp(school, 'softmax');
    expect(words()).toBe('0 of 10 points, 2 tries, given up: answer seen, 2 hints seen');
    recordReset(school, ['softmax']);
    expect(words()).toBe('given up: answer seen, 2 hints seen');
  });

  it('returns to nothing with a stub, and is not moved by an unreadable file or a broken machine', () => {
    check('1', { status: 'unattempted', points: 0 });
    expect(readProgress(school)).toEqual({});
    check('2', { status: 'passed', points: 10 });
    check('3', { status: 'error', points: 0, check: 'syntax' });
    check('4', { status: 'infra-error', points: 0 });
    expect(words()).toBe('passed');
    check('5', { status: 'unattempted', points: 0 });
    expect(words()).toBe('');
  });

  it('asks for another check when the lesson has a new version', () => {
    check('1', { status: 'passed', points: 10 });
    expect(words('softmax', newer)).toBe('passed under version 1; check again');
    check('1', { status: 'passed', points: 10 }, newer);
    expect(words('softmax', newer)).toBe('passed');
  });
});

describe('the next task', () => {
  it('is the first that does not pass, in the lesson that was checked last', () => {
    const other = { ...lesson, stem: '01-other' };
    check('1', { status: 'passed', points: 10 });
    expect(nextTask([lesson, other], readProgress(school))?.task.id).toBe('expectation');
    check('2', { id: 'expectation' }, other);
    const next = nextTask([lesson, other], readProgress(school));
    expect([next?.lesson.stem, next?.task.id]).toEqual(['01-other', 'expectation']);
  });

  it('comes after the one in hand, then from the top, then not at all', () => {
    const after = (id: string) => taskAfter(lesson, id, readProgress(school))?.id;
    expect(after('softmax')).toBe('expectation');
    check('1', { id: 'expectation', status: 'passed' });
    expect(after('softmax')).toBe('scale-backward');
    expect(after('scale-backward')).toBe('softmax');
    check('1', { status: 'passed' });
    check('1', { id: 'scale-backward', status: 'passed' });
    expect(after('scale-backward')).toBeUndefined();
    expect(nextTask([lesson], readProgress(school))).toBeUndefined();
  });
});

describe('what the clone remembers', () => {
  const journal = () => join(state, 'progress.jsonl');

  it('is kept aside where it is damaged, and said; the rest counts on', () => {
    check('1', { status: 'passed', points: 10 });
    appendFileSync(journal(), '{"task":"softm');
    // An entry that nobody finished is no damage yet: another program may be writing it.
    expect(words()).toBe('passed');
    recordHint(school, 'softmax', 1);
    const said: string[] = [];
    const progress = readProgress(school, (text) => said.push(text));
    expect(said.join()).toMatch(/received 1 damaged.*progress.jsonl.damaged-1; the other 2/);
    expect(progressOf(progress, 'softmax')).toMatchObject({ hintsSeen: 1, tries: 0 });
    expect(readFileSync(`${journal()}.damaged-1`, 'utf8')).toContain('{"task":"softm\n');
    expect(words()).toBe('passed, 1 hint seen');
  });

  it('survives a file of bytes that are no text', () => {
    mkdirSync(state, { recursive: true });
    writeFileSync(journal(), Buffer.from([0xff, 0xfe, 0, 10, 10, 1, 2, 10]));
    expect(readProgress(school, () => undefined)).toEqual({});
    check('1');
    expect(words()).toBe('4 of 10 points, 1 try');
  });

  it('keeps what it does not know', () => {
    check('1');
    const later = { task: 'softmax', did: 'dreamt', at: '2030-01-01' };
    appendFileSync(journal(), `${JSON.stringify(later)}\n`);
    expect(words()).toBe('4 of 10 points, 1 try');
    expect(readdirSync(state)).toEqual(['progress.jsonl']);
  });

  it('loses nothing when two processes write at once', async () => {
    const each = 150;
    const program = `
      import { recordCheck } from ${JSON.stringify(projectFile('school/progress.ts'))};
      const [root, mistake] = process.argv.slice(-2);
      for (let i = 0; i < ${String(each)}; i++)
        recordCheck({ root, lessons: {} }, { stem: '00-engine', version: 1 }, mistake + i, [
          { id: 'softmax', status: 'failed', points: 0, maxPoints: 10, mistake },
        ]);`;
    const argv = ['--import', 'tsx', '--input-type=module', '-e', program, '--', school.root];
    const ends = ['a', 'b'].map((mistake) => {
      const child = spawn(process.execPath, [...argv, mistake], { cwd: projectFile('.') });
      return new Promise((resolve) => child.once('close', resolve));
    });
    expect(await Promise.all(ends)).toEqual([0, 0]);
    expect(progressOf(readProgress(school), 'softmax').triesOn).toEqual({ a: each, b: each });
  });
});
