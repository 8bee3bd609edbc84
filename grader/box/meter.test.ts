import { expect, test } from 'vitest';
import type { Failure } from '../outcome.js';
import { usualLimits } from './limits.js';
import { Meter } from './meter.js';
import type { Usage } from './usage.js';

/** Looks every 10 ms at a process until a limit is met: the limit, and when. */
function met(usageAt: (now: number) => Partial<Usage> | undefined) {
  const meter = new Meter({ ...usualLimits, cpuMilliseconds: 500, wallMilliseconds: 1000 });
  for (let now = 10; now < 100_000; now += 10) {
    const usage = usageAt(now);
    const failure: Failure | undefined = meter.look(
      now,
      usage && { cpuMilliseconds: 0, megabytes: 60, wantsProcessor: false, ...usage },
    );
    if (failure !== undefined) return { failure, now };
  }
  return undefined;
}

test.each([
  ['all of a processor', 1, 520],
  ['a twentieth', 20, 10_220],
])('a loop with %s meets the same limit', (_, share, when) => {
  const { failure, now } = met((at) => ({
    cpuMilliseconds: 10 * Math.floor(at / share / 10),
    wantsProcessor: true,
  })) ?? { now: 0 };
  expect(failure).toEqual({ kind: 'timeout', of: 'cpu', milliseconds: 500 });
  expect(now).toBeLessThan(when + 20);
});

test('a loop that collects its garbage aside is at work too', () => {
  const { failure } = met((at) => ({ cpuMilliseconds: at / 4 })) ?? {};
  expect(failure).toMatchObject({ of: 'cpu' });
});

test.each([
  ['sleeps', () => ({})],
  ['wakes now and then', (at: number) => ({ cpuMilliseconds: 10 * Math.floor(at / 500) })],
  ['cannot be looked at', () => undefined],
])('what %s meets the limit of the clock', (_, usageAt) => {
  const { failure, now } = met(usageAt) ?? { now: 0 };
  expect(failure).toEqual({ kind: 'timeout', of: 'wall', milliseconds: 1000 });
  expect(now).toBeLessThan(1100);
});

test('a list that grows meets the limit of memory', () => {
  const { failure } = met((at) => ({ megabytes: at, wantsProcessor: true })) ?? {};
  expect(failure).toEqual({ kind: 'out-of-memory', megabytes: usualLimits.megabytes });
});

test('a call that is given no processor at all ends too', () => {
  const { failure } = met(() => ({ wantsProcessor: true })) ?? {};
  expect(failure).toEqual({ kind: 'timeout', of: 'wall', milliseconds: 30_000 });
});

const asleep: Usage = { cpuMilliseconds: 0, megabytes: 60, wantsProcessor: false };

test('time in which nobody looked does not count', () => {
  const meter = new Meter({ ...usualLimits, wallMilliseconds: 1000 });
  expect(meter.look(0, asleep)).toBeUndefined();
  expect(meter.look(60_000, asleep)).toBeUndefined();
  let now = 60_000;
  while (meter.look((now += 10), asleep) === undefined);
  expect(now).toBeGreaterThan(60_800);
  expect(now).toBeLessThan(61_100);
});

test('pieces of work add up, and the rest between them does not count', () => {
  const meter = new Meter({ ...usualLimits, cpuMilliseconds: 500, wallMilliseconds: 1000 });
  const look = (now: number, cpuMilliseconds: number) =>
    meter.look(now, { ...asleep, cpuMilliseconds });
  look(0, 40);
  look(90, 40);
  meter.resume();
  look(10_000, 40);
  look(10_050, 100);
  expect(meter.spentMilliseconds).toBe(90 + 60);
  meter.resume();
  expect(look(20_000, 540)).toBeUndefined();
  expect(look(20_010, 541)).toEqual({ kind: 'timeout', of: 'cpu', milliseconds: 500 });
});
