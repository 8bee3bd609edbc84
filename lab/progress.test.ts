import { expect, test } from 'vitest';
import { progress } from './progress.js';
import { fakeKernel } from './testing/fake-kernel.js';

const text = (bundle: Readonly<Record<string, unknown>>) => String(bundle['text/plain']);

test('draws at a bounded rate, into the same outputs', () => {
  const { shown } = fakeKernel();
  let time = 0;
  const live = progress({ title: 'training', total: 1000, curve: 'loss (nats)' }, () => time);
  for (let step = 1; step <= 1000; step++) {
    time += 2;
    live.report(step, { loss: 1 / step });
  }
  // Two seconds: a line every 200 ms, a curve every second.
  expect(shown.length).toBeLessThan(16);
  expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
  expect(shown.filter(({ update }) => !update).length).toBe(2);
});

test('tells what is done and what time is left', () => {
  const { shown } = fakeKernel();
  let time = 0;
  const live = progress({ title: 'training', total: 4 }, () => time);
  time = 1000;
  live.report(1, { loss: 0.5 });
  expect(text(shown[0]?.bundle ?? {})).toMatch(
    /^training {2}\S+ {2}1 of 4 steps {2}loss 0.5000 {2}1 s, about 3 s left$/,
  );
  live.report(4, { loss: 0.25 });
  live.end();
  expect(text(shown.at(-1)?.bundle ?? {})).toMatch(/4 of 4 steps {2}loss 0.2500 {2}1 s$/);
});

test('the curve keeps few points however long it runs, and its ends', () => {
  const { shown } = fakeKernel();
  const live = progress({ title: 'training', curve: 'loss (nats)' }, () => 0);
  for (let step = 0; step < 10_000; step++) live.report(step, { loss: step });
  live.end();
  const spec = shown.at(-1)?.bundle['application/vnd.vegalite.v5+json'] as {
    data: { values: { x: number }[] };
  };
  const xs = spec.data.values.map(({ x }) => x);
  expect(xs.length).toBeLessThan(500);
  expect(xs[0]).toBe(0);
  expect(xs.at(-1)).toBeGreaterThan(9900);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
});

test('a text is replaced by the next', () => {
  const { shown } = fakeKernel();
  const live = progress({ title: 'training' });
  live.say('first');
  live.say('second');
  expect(shown.map(({ bundle, update }) => [text(bundle), update])).toEqual([
    ['first', false],
    ['second', true],
  ]);
  expect(shown[0]?.id).toBe(shown[1]?.id);
});
