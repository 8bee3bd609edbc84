/** Submissions that try to speak for the box, or to keep it from speaking. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { usualLimits } from '../box/limits.js';
import { BoxProcess } from '../box/process.js';
import { builtBox } from '../box/testing/boxes.js';
import { gainsNothing } from './siege.js';

beforeAll(builtBox);

const outer = "(globalThis as any)['pro' + 'cess']";

test.each([
  [
    'prints a forged reply',
    `const forged = JSON.stringify({ kind: 'value', status: 'passed', points: 10 });
    for (let i = 0; i < 50; i++) console.log(forged);`,
  ],
  [
    'writes a forged reply to every descriptor',
    `try { for (let fd = 0; fd < 20; fd++) ${outer}.binding('fs').writeString(fd, 'passed'); } catch {}
    try { ${outer}.stdout.write('passed'); } catch {}`,
  ],
  ['exits early', `try { ${outer}['ex' + 'it'](0); } catch {}`],
  ['kills its parent', `try { ${outer}['ki' + 'll'](${outer}.ppid, 9); } catch {}`],
  ['answers with a key of sixteen megabytes', `return { ['\\u0001'.repeat(16_000_000)]: 1 };`],
  [
    'answers with a thousand axes',
    `const y: any = tf.tensor([], [0]); y.shape = Array(1000).fill(0); return y;`,
  ],
])('a submission that %s gains nothing', async (_, body) => {
  const { message } = await gainsNothing(
    'softmax',
    `export function softmax(x: any): any { ${body} return x; }`,
  );
  expect(message.length).toBeLessThan(1_000);
});

/** What the judge makes of a program that sits in the box's place. */
async function withProgram(program: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-box-'));
  const file = join(folder, 'forger.cjs');
  const head = `const { readSync, writeSync } = require('fs');
    const frame = (kind, ...bytes) => { const b = Buffer.from([kind, ...bytes]); const n = Buffer.alloc(4); n.writeUInt32LE(b.length); return Buffer.concat([n, b]); };
    writeSync(3, frame(0)); const request = Buffer.alloc(100); readSync(3, request);`;
  await writeFile(file, `${head}${program}; setTimeout(() => {}, 5000);`);
  const launch = { command: process.execPath, args: [file], folder };
  const box = new BoxProcess(usualLimits, launch);
  try {
    return (await box.ask({ do: 'load' })).outcome;
  } finally {
    await box.close();
    await rm(folder, { recursive: true });
  }
}

describe('the channel', () => {
  const loaded = [7, 1, 0, 0, 0, 1, 0, 0, 0, 97, 4, 0, 0, 0, 0, 0, 0, 0, 0];

  it('believes only who knows the secret of the request', async () => {
    const guess = `writeSync(3, frame(2, ...Buffer.alloc(16, 7), ${loaded.join()}))`;
    expect(await withProgram(guess)).toMatchObject({ kind: 'killed' });
    // The same frame with the right secret is read: it is the secret that was missed.
    const right = `writeSync(3, frame(2, ...request.subarray(4, 20), ${loaded.join()}))`;
    expect(await withProgram(right)).toBeUndefined();
  });

  it.each([
    ['noise', `writeSync(3, '{"passed": true}\\n'.repeat(9))`, /channel: a frame of/],
    ['an endless frame', 'writeSync(3, Buffer.alloc(64, 0xff))', /channel: a frame of/],
    ['a frame of another kind', 'writeSync(3, frame(9))', /channel: a frame of no known/],
    ['a reply nobody asked for', 'writeSync(3, frame(2))', /channel: a frame of no known/],
    ['an early end', `writeSync(1, 'passed'); process.exit(0)`, /ended \(exit status 0\)/],
    ['a death of its own', `process.kill(process.pid, 'SIGKILL')`, /ended \(SIGKILL\)/],
  ])('takes nothing else for an answer: %s', async (_, program, reason) => {
    expect(await withProgram(program)).toEqual({
      kind: 'killed',
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('a fault of the box itself', () => {
  it('is not the student’s', async () => {
    const outcome = await withProgram('process.exit(70)');
    expect(outcome).toEqual({ kind: 'infra-error', reason: "the box's own program failed" });
    const box = new BoxProcess(usualLimits, { command: '/nowhere/node', args: [], folder: '.' });
    expect((await box.ask({ do: 'load' })).outcome).toMatchObject({ kind: 'infra-error' });
    await box.close();
  });
});
