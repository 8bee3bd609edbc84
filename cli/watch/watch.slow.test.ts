import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answersWith, rightAnswers } from '../../grader/testing/lesson-home.js';
import { builtCommand, freshClone, type Clone } from '../testing/clone.js';
import { openTerminal, type Terminal } from '../testing/terminal.js';

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const stub = answersWith(body, "throw new Unsolved('softmax');\n").replace(
  /import \{/,
  'import { Unsolved,',
);
const unshifted = 'const e = exp(x);\n  return tf.div(e, tf.sum(e, 1, true));\n';
const wrong = answersWith(body, unshifted);
const brokenTwice = wrong.replace(/return sum\('B V -> B'.*/, 'return softmax(x) as never;');
const endless = answersWith(body, 'for (;;);\n');
const halfTyped = answersWith(body, 'const e = exp(\n');

let command: string;
let clone: Clone;
let terminal: Terminal | undefined;

beforeAll(async () => {
  command = await builtCommand();
});

afterAll(() => {
  rmSync(dirname(command), { recursive: true });
});

beforeEach(() => {
  clone = freshClone(command);
  clone.write(stub);
});

afterEach(() => {
  // A test that failed may have left it anywhere.
  terminal?.vanish();
  terminal = undefined;
  rmSync(clone.folder, { recursive: true });
});

const file = () => join(clone.folder, 'exercises', '00-engine.ts');

function watching(...more: readonly string[]): Terminal {
  return watchingIn({}, [100, 40], ...more);
}

function watchingIn(
  env: NodeJS.ProcessEnv,
  size: readonly [number, number],
  ...more: readonly string[]
): Terminal {
  const argv = [process.execPath, command, 'check', ...more, '--watch'];
  terminal = openTerminal(argv, clone.folder, { UNROLL_ROOT: clone.folder, ...env }, size);
  return terminal;
}

/** As editors save that write beside the file and rename over it. */
function saveByRename(text: string): void {
  writeFileSync(`${file()}.new`, text);
  renameSync(`${file()}.new`, file());
}

const passes = '✔ softmax  10 of 10 points';
const fails = /✘ softmax {2}[\d.]+ of 10 points/;

describe.skipIf(process.platform === 'win32')('check --watch', () => {
  test('goes from verdict to verdict: saves of every kind, next, list, hint, quit', async () => {
    const { until, type, screen, ended } = watching();
    await until('· softmax  unattempted');
    expect(screen()).toContain('0 of 3 tasks');
    type('h');
    await until('softmax 1/2: Which axis sums to one?');
    saveByRename(wrong);
    await until(fails);
    // The hint is still there.
    expect(screen()).toContain('softmax 1/2');
    type('n');
    await until('softmax does not pass yet. Press n again to go on to expectation anyway.');
    writeFileSync(file(), rightAnswers());
    await until(passes);
    expect(screen()).toContain('1 of 3 tasks');
    expect(screen()).not.toContain('Press n again');
    type('n');
    await until('✔ expectation  10 of 10 points');
    type('l');
    await until('> ✔ expectation');
    expect(screen()).toMatch(/ {2}✔ softmax +passed, 1 hint seen/);
    type('j\r');
    await until('scale-backward: Gradients of a scaling');
    await until('✔ scale-backward  10 of 10 points');
    expect(screen()).toContain('3 of 3 tasks');
    type('n');
    await until('All tasks of 00-engine pass, and so do those of every other lesson.');
    type('q');
    expect(await ended).toEqual({ canonical: true, echo: true, status: 0 });
    expect(screen()).toContain('3 of 3 tasks of 00-engine pass.');
  });

  test('begins at the first task that does not pass, in a later session too', async () => {
    clone.write(rightAnswers());
    const first = watching();
    await first.until(passes);
    first.type('q');
    await first.ended;
    const second = watching();
    await second.until('✔ expectation');
    second.type('q');
    await second.ended;
    await watching('softmax').until(passes);
  });

  test('finds at the end what was broken on the way', async () => {
    clone.write(rightAnswers());
    const { until, type } = watching();
    await until(passes);
    type('n');
    await until('✔ expectation');
    saveByRename(wrong);
    type('n');
    await until('✔ scale-backward');
    type('n');
    await until('softmax passed before and does not pass any more.');
    await until(fails);
  });

  test('survives a storm of saves and shows what was saved last', async () => {
    const { until, shown } = watching();
    await until('unattempted');
    const before = shown().length;
    for (let i = 0; i < 50; i++) {
      saveByRename(`${i % 2 === 0 ? wrong : endless}// ${String(i)}\n`);
      await sleep(10);
    }
    saveByRename(rightAnswers());
    await until(passes);
    expect(shown().slice(before)).not.toContain('timeout');
  });

  test('ends a check that a newer save has made idle, and loses no key meanwhile', async () => {
    saveByRename(endless);
    const { until, type, shown, children } = watching();
    await until('checking ...');
    type('h');
    await until('softmax 1/2');
    type('n');
    saveByRename(rightAnswers());
    // The key waited for the verdict.
    await until('✔ expectation');
    expect(shown()).not.toContain('timeout');
    if (process.platform !== 'linux') return;
    // The box that is warm for the next check, and not the one that would run for seconds.
    const boxes = () => children().filter((name) => /node/.test(name) && !/esbuild/.test(name));
    await expect.poll(boxes, { timeout: 1500 }).toHaveLength(1);
  });

  test('a half-typed file is told calmly, and the last verdict kept in mind', async () => {
    clone.write(rightAnswers());
    const { until, screen } = watching('softmax');
    await until(passes);
    saveByRename(halfTyped);
    await until('The file cannot be read, from line');
    expect(screen()).toContain('Before that: softmax passed, 10 of 10 points');
    expect(screen()).toContain('1 of 3 tasks');
    saveByRename(brokenTwice);
    await until(fails);
  });

  test('a file that goes away comes back', async () => {
    const { until } = watching();
    await until('unattempted');
    rmSync(file());
    await until('Waiting for the file.');
    clone.write(rightAnswers());
    await until(passes);
  });

  test('says when there are no more hints', async () => {
    const { until, type, screen } = watching();
    await until('· softmax  unattempted');
    type('h');
    await until('softmax 1/2');
    expect(screen()).not.toContain('all the hints');
    type('hh');
    await until('These are all the hints there are.');
    expect(screen().match(/softmax [12]\/2/g)).toHaveLength(2);
  });

  test('fits a narrow terminal and follows its size', async () => {
    clone.write(rightAnswers());
    const { until, screen, resize } = watchingIn({ NO_COLOR: '1' }, [30, 12]);
    await until(passes);
    expect(screen()).toMatch(/n next task +h hint +l list\nr run again +q quit/);
    expect(screen()).toMatch(/^\[█+░+\] 1 of 3 tasks$/m);
    const widths = screen()
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(30);
    resize(100, 40);
    await until(/n next task +h hint +l list +r run again +q quit/);
  });

  test('NO_COLOR is kept to', async () => {
    const { until, shown } = watchingIn({ NO_COLOR: '1' }, [100, 40]);
    await until('unattempted');
    expect(shown()).not.toContain('\u001b[2m');
    terminal?.type('q');
    await terminal?.ended;
    const coloured = watching();
    await coloured.until('unattempted');
    expect(coloured.shown()).toContain('\u001b[2m');
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['the end of input', '\u0004'],
  ])('%s leaves the terminal as it was', async (_, key) => {
    const { until, type, mode, ended } = watching();
    await until('unattempted');
    expect(await mode()).toEqual({ canonical: false, echo: false });
    type(key);
    expect(await ended).toEqual({ canonical: true, echo: true, status: 0 });
  });

  test('Ctrl-Z gives the shell its terminal, and fg comes back to the verdict', async () => {
    const line = [process.execPath, command, 'check', '--watch'].join(' ');
    terminal = openTerminal(['bash', '--norc', '--noprofile', '-i'], clone.folder, {
      UNROLL_ROOT: clone.folder,
    });
    const { until, type, shown } = terminal;
    await until(/bash-.*[#$] /);
    type(`${line}\n`);
    await until('· softmax  unattempted');
    type('\u001a');
    await until(/Stopped[^]*bash-/);
    type('echo sane\n');
    await until(/echo sane\s+sane/);
    const before = shown().length;
    type('fg\n');
    await expect.poll(() => shown().slice(before), { timeout: 20_000 }).toContain('q quit');
    type('h');
    await until('softmax 1/2');
    type('q');
    await until('To go on: ./unroll check 00-engine --watch');
    type('exit\n');
  });

  test.skipIf(process.platform !== 'linux')('ends with its terminal', async () => {
    const { until, vanish, lives } = watching();
    terminal = undefined;
    await until('unattempted');
    expect(lives()).toBe(true);
    vanish();
    await expect.poll(lives, { timeout: 20_000 }).toBe(false);
  });

  test('keys typed before the first screen count', async () => {
    const { type, mode, ended, shown } = watchingIn({ UNROLL_TEST_SLOW: '1500' }, [100, 40]);
    while ((await mode()).canonical) await sleep(20);
    expect(shown()).toBe('');
    type('hq');
    expect((await ended).status).toBe(0);
    expect(shown()).toContain('softmax 1/2');
  });
});

test('without a terminal it says what to do', async () => {
  const { status, stderr } = await clone.run('check', '--watch');
  expect(stderr).toMatch(/expected a terminal.*or leave out --watch/);
  expect(status).toBe(2);
});
