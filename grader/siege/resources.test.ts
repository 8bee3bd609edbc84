/** Submissions that take more than their share: each ends with the limit's name, and soon. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { projectFile } from '../../src/core/files.js';
import { type Limits, usualLimits } from '../box/limits.js';
import { BoxProcess } from '../box/process.js';
import { builtBox, withBox } from '../box/testing/boxes.js';
import { gradeSubmission } from '../grade.js';
import { testHome } from '../testing/lesson-home.js';
import { inPlaceOf } from './siege.js';

beforeAll(builtBox);

const limits: Partial<Limits> = { cpuMilliseconds: 300, wallMilliseconds: 700, megabytes: 64 };
const outcomeOf = (code: string, more: Partial<Limits> = {}) =>
  withBox(code, (box) => box.call({}), { limits: { ...limits, ...more } });

describe('time', () => {
  it.each([
    ['a loop', 'exports.f = () => { for (;;); };'],
    ['a loop while loading', 'for (;;);'],
    ['starved microtasks', 'exports.f = async () => { for (;;) await null; };'],
    [
      'a catastrophic regular expression',
      `exports.f = () => /^(a+)+$/.test('a'.repeat(60) + 'b');`,
    ],
  ])('is bounded in the processor: %s', async (_, code) => {
    // The clock's limit is the shorter one: a busy machine would let it pass first.
    const outcome = await outcomeOf(code, { wallMilliseconds: 150 });
    expect(outcome).toEqual({ kind: 'timeout', of: 'cpu', milliseconds: 300 });
  });

  it.each([
    ['a timer that never ends', 'exports.f = () => new Promise(() => setInterval(() => 0, 20));'],
    [
      'an endless wait',
      'exports.f = async () => { for (;;) await new Promise((go) => setTimeout(go, 20)); };',
    ],
  ])('is bounded by the clock: %s', async (_, code) => {
    expect(await outcomeOf(code)).toEqual({ kind: 'timeout', of: 'wall', milliseconds: 700 });
  });
});

describe('time of all calls together', () => {
  it.each([
    ['cpu', 'exports.f = () => { for (let i = 0; i < 2e8; i++); };'],
    ['wall', 'exports.f = () => new Promise((go) => setTimeout(go, 60));'],
  ] as const)('is bounded too: %s', async (of, code) => {
    const wide = { cpuMilliseconds: 5_000, wallMilliseconds: 5_000, fullCalls: 0.1 };
    const answers = await withBox(
      code,
      async (box) => {
        const kinds = new Set<string>();
        for (let i = 0; i < 200; i++) {
          const outcome = await box.call({});
          kinds.add(outcome.kind);
          if (outcome.kind !== 'value') return { kinds: [...kinds], outcome };
        }
        return undefined;
      },
      { limits: wide },
    );
    const outcome = { kind: 'timeout', of, milliseconds: 500, inAll: true };
    expect(answers).toEqual({ kinds: ['value', 'timeout'], outcome });
  });
});

test('time of all functions of a file is bounded: those that come late are not judged', async () => {
  const text = inPlaceOf('softmax', 'export function softmax(): never { for (;;); }');
  const options = { parallel: 1, limits: { cpuMilliseconds: 500, fullBoxes: 0.2 } };
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, testHome(), options);
  const late = {
    status: 'timeout',
    points: 0,
    message: expect.stringMatching(
      /^Not judged: the functions of a file may run for 0.3 s together, and those before took \d\.\d s \(softmax \d\.\d s\)\. Make these faster\.$/,
    ) as string,
  };
  expect(tasks.slice(1)).toMatchObject([late, late]);
});

describe('memory', () => {
  it.each([
    ['a list that grows', 'const a = []; for (;;) a.push(new Array(1000).fill(1.5));'],
    [
      'texts',
      `let s = 'x'; const a = []; for (;;) a.push((s + a.length).repeat(100000).split(''));`,
    ],
    ['typed arrays', 'const a = []; for (;;) a.push(new Float64Array(1e6).fill(1));'],
    ['tensors', 'const a = []; for (;;) a.push(tf.ones([1000, 1000]));'],
    ['kept tensors', 'for (;;) tf.keep(tf.variable(tf.ones([1000, 100])));'],
  ])('is bounded: %s', async (_, loop) => {
    const outcome = await outcomeOf(`exports.f = () => { ${loop} };`, {
      cpuMilliseconds: 20_000,
      wallMilliseconds: 20_000,
    });
    expect(outcome).toEqual({ kind: 'out-of-memory', megabytes: 64 });
  });
});

describe('memory seen from outside', () => {
  it('is bounded where the system sets no limit', async () => {
    const program = `require('fs').writeSync(3, Buffer.from([1, 0, 0, 0, 0]));
      const a = []; setInterval(() => a.push(Buffer.alloc(10_000_000, 1)), 5);`;
    const launch = { command: process.execPath, args: ['-e', program], folder: '.' };
    const box = new BoxProcess({ ...usualLimits, megabytes: 64 }, launch);
    const { outcome } = await box.ask({ do: 'load' });
    expect(outcome).toEqual({ kind: 'out-of-memory', megabytes: 64 });
    await box.close();
  });
});

describe('the stack', () => {
  it('may overflow without harm', async () => {
    const code = `const f = () => f(); exports.f = () => f(); exports.g = () => 1;`;
    await withBox(code, async (box) => {
      expect(await box.call({})).toMatchObject({ kind: 'threw', name: 'RangeError' });
      expect(await box.call({}, 'g')).toMatchObject({ value: 1 });
    });
  });
});

describe('output', () => {
  it('is cut at its limit', async () => {
    const code = `exports.f = () => { for (let i = 0; i < 1e5; i++) console.log('line ' + i); return 1; };`;
    await withBox(
      code,
      async (box) => {
        expect(await box.call({})).toMatchObject({ value: 1 });
        expect(box.output()).toMatch(/^line 0\nline 1\n/);
        expect(box.output()).toMatch(/the rest is cut\)\n$/);
        expect(box.output().length).toBeLessThan(2_000);
      },
      { limits: { outputBytes: 1_000 } },
    );
  });
});

describe('what comes late', () => {
  it('is told in the output and harms no later call', async () => {
    const code = `exports.f = async () => { setTimeout(() => { throw new Error('late'); }, 0); Promise.reject(new Error('nobody')); await new Promise((go) => setTimeout(go, 10)); return 1; };`;
    await withBox(code, async (box) => {
      expect(await box.call({})).toMatchObject({ value: 1 });
      expect(box.output()).toMatch(/outside the call: nobody[^]*outside the call: late/);
      expect(await box.call({})).toMatchObject({ value: 1 });
    });
  });
});

const isAlive = (pid: number) => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe.runIf(process.platform === 'linux')('a judge that is killed', () => {
  it.each([
    ['idle', 'exports.f = () => 1;'],
    ['looping', 'exports.f = () => { for (;;); };'],
  ])('takes its box along: %s', async (_, code) => {
    const program = `import { BoxProcess } from './grader/box/process.ts';
      import { usualLimits } from './grader/box/limits.ts';
      const box = new BoxProcess(usualLimits);
      await box.ask({ do: 'load', code: ${JSON.stringify(code)}, trusted: true, imports: [], rules: { forbidden: [], withheld: [], needed: [] }, modules: {}, standIns: '', outputBytes: 10, replyBytes: 1000 });
      void box.ask({ do: 'call', name: 'f', args: {} });
      setTimeout(() => console.log(box.child.pid), 50); setInterval(() => 0, 1000);`;
    const judge = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      { cwd: projectFile('.'), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = await new Promise<number>((resolve) =>
      judge.stdout.once('data', (bytes: Buffer) => {
        resolve(Number(bytes.toString()));
      }),
    );
    expect(isAlive(pid)).toBe(true);
    judge.kill('SIGKILL');
    for (let i = 0; i < 100 && isAlive(pid); i++) await wait(20);
    expect(isAlive(pid)).toBe(false);
  });
});
