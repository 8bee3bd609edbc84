import { expect, it } from 'vitest';
import { SetupError } from './errors.mjs';
import { Lock } from './lock.mjs';
import { Report } from './report.mjs';
import { readStamps } from './stamps.mjs';
import { type Step, ensureStep, tryStep } from './step.mjs';
import { temporaryClone } from './testing.js';

function trial(change: Partial<Step> = {}) {
  const root = temporaryClone();
  const printed: string[] = [];
  const screen = { write: (text: string) => printed.push(text) };
  const context = { root, report: new Report(screen, false), lock: new Lock(root), env: {} };
  const calls = { made: 0 };
  const step: Step = {
    name: 'trial',
    key: () => 'one',
    flaw: () => undefined,
    make: () => {
      calls.made++;
      return Promise.resolve({ answer: '42' });
    },
    tell: ({ answer = '' }) => `answer ${answer}`,
    ...change,
  };
  return { root, context, step, calls, printed };
}

it('makes a step once, and keeps it while its key stands', async () => {
  const { context, step, calls } = trial();
  expect(await ensureStep(context, step)).toEqual({ answer: '42' });
  expect(await ensureStep(context, step)).toEqual({ answer: '42' });
  expect(calls.made).toBe(1);
  await ensureStep(context, { ...step, key: () => 'two' });
  expect(calls.made).toBe(2);
});

it('makes a stamped step again when a look finds a flaw', async () => {
  const { context, step, calls } = trial();
  await ensureStep(context, step);
  await ensureStep(context, { ...step, flaw: () => 'gone' });
  expect(calls.made).toBe(2);
});

it('has no stamp while a step is being made, so that an interruption is recognised', async () => {
  const { root, context, step } = trial();
  await ensureStep(context, step);
  let during: unknown = 'not looked';
  const make = () => {
    during = readStamps(root)['trial'];
    return Promise.resolve({});
  };
  await ensureStep(context, { ...step, key: () => 'two', make });
  expect(during).toBeUndefined();
});

it('stamps nothing when the step fails, and goes on where the rest can do without', async () => {
  const error = new SetupError('trial: expected x, received y. Do z.');
  const { root, context, step, printed } = trial({ make: () => Promise.reject(error) });
  await expect(ensureStep(context, step)).rejects.toBe(error);
  expect(await tryStep(context, step)).toBe(error);
  expect(readStamps(root)).toEqual({});
  expect(printed.join('')).toContain('Do z.');
});

it('lets an error that is no set-up error through', async () => {
  const { context, step } = trial({ make: () => Promise.reject(new TypeError('a bug')) });
  await expect(tryStep(context, step)).rejects.toThrow('a bug');
});
