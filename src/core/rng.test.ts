import { expect, test } from 'vitest';
import { InputError } from './errors.js';
import { Draws } from './draws.js';
import { makeRng, type Rng } from './rng.js';

const draws = (rng: Rng, n = 5) => Array.from({ length: n }, () => rng.uniform());

test('a seed gives the same numbers on every machine', () => {
  expect(makeRng(42).int(1000)).toBe(makeRng(42).int(1000));
  expect(draws(makeRng(1))).toEqual(draws(makeRng(1)));
  expect(draws(makeRng(1))).not.toEqual(draws(makeRng(2)));
  expect(draws(makeRng(42), 3)).toMatchInlineSnapshot(`
    [
      0.5346296709030867,
      0.33155162655748427,
      0.5337532174307853,
    ]
  `);
});

test('numbers without tensors come from the same stream, and so do its splits', () => {
  const numbers = (from: Draws) => [from.uniform(), from.normal(), from.split('a').int(1000)];
  expect(numbers(new Draws(42))).toEqual(numbers(makeRng(42)));
  expect(makeRng(42).split('a').normalTensor([1]).dataSync()[0]).toBeCloseTo(
    new Draws(42).split('a').normal(),
    6,
  );
});

test('a stream of its own does not depend on what was drawn before', () => {
  const rng = makeRng(1);
  const early = draws(rng.split('dropout'));
  draws(rng);
  expect(draws(rng.split('dropout'))).toEqual(early);
  expect(draws(rng.split('batches'))).not.toEqual(early);
  expect(draws(makeRng(2).split('dropout'))).not.toEqual(early);
});

// A generator that is seeded badly begins with nearly the same number whatever the seed.
test('seeds that are near each other begin far apart, with every draw and in every split', () => {
  const seeds = Array.from({ length: 4000 }, (_, i) => i);
  const nth = [0, 1, 2, 5].map((n) => seeds.map((seed) => draws(makeRng(seed), n + 1)[n] ?? NaN));
  const splits = [
    seeds.map((seed) => makeRng(seed).split('a').uniform()),
    seeds.map((seed) => makeRng(1).split(`step ${seed}`).uniform()),
  ];
  for (const series of [...nth, ...splits]) {
    const n = series.length;
    const mean = series.reduce((a, b) => a + b, 0) / n;
    const spread = series.reduce((a, u) => a + (u - mean) ** 2, 0) / n;
    const alike = series
      .slice(1)
      .reduce((a, u, i) => a + (u - mean) * ((series[i] ?? 0) - mean), 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(6 / Math.sqrt(12 * n));
    expect(Math.abs(spread - 1 / 12)).toBeLessThan(6 / Math.sqrt(180 * n));
    expect(Math.abs(alike / n / spread)).toBeLessThan(6 / Math.sqrt(n));
  }
});

// Bounds are six standard errors wide: a right generator fails once in a billion seeds.
test('uniform draws fill [0, 1) evenly', () => {
  const all = draws(makeRng(5), 20_000);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...all)).toBeLessThan(1);
  for (let part = 0; part < 10; part++) {
    const share = all.filter((u) => Math.floor(u * 10) === part).length / all.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(6 * Math.sqrt((0.1 * 0.9) / all.length));
  }
});

test('normal draws have mean 0, variance 1 and the right tails', () => {
  const rng = makeRng(6);
  const all = Array.from({ length: 20_000 }, () => rng.normal());
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const variance = all.reduce((a, b) => a + b * b, 0) / all.length - mean ** 2;
  const beyondTwo = all.filter((z) => Math.abs(z) > 2).length / all.length;
  expect(Math.abs(mean)).toBeLessThan(6 / Math.sqrt(all.length));
  expect(Math.abs(variance - 1)).toBeLessThan(6 * Math.sqrt(2 / all.length));
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(6 * Math.sqrt(0.0455 / all.length));
});

test('whole numbers below n, each of them', () => {
  const rng = makeRng(7);
  const all = Array.from({ length: 500 }, () => rng.int(5));
  expect([...new Set(all)].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(() => rng.int(0)).toThrow(InputError);
});

test('a shuffle keeps every item and leaves its list alone', () => {
  const items = [1, 2, 3, 4, 5, 6, 7];
  const mixed = makeRng(8).shuffle(items);
  expect([...mixed].sort()).toEqual(items);
  expect(mixed).not.toEqual(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('every order of three comes up equally often', () => {
  const rng = makeRng(9);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = rng.shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values())
    expect(Math.abs(count / 6000 - 1 / 6)).toBeLessThan(6 * Math.sqrt(5 / 36 / 6000));
});

test('tensors have their shape and range, and numbers that single precision can hold', () => {
  const x = makeRng(10).uniformTensor([3, 5], -2, -1);
  expect(x.shape).toEqual([3, 5]);
  for (const value of x.dataSync()) {
    expect(value).toBeGreaterThanOrEqual(-2);
    expect(value).toBeLessThanOrEqual(-1);
    expect(Math.fround(value)).toBe(value);
  }
  const deviation = makeRng(11).normalTensor([1000], 3).dataSync();
  const square = Array.from(deviation).reduce((a, b) => a + b * b, 0) / 1000;
  expect(Math.abs(Math.sqrt(square) - 3)).toBeLessThan(6 * 3 * Math.sqrt(1 / 2000));
});
