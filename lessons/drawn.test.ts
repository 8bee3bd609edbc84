import { expect, test } from 'vitest';
import { Draws } from '../grader/checks/index.js';
import { drawFar, drawIds, drawMask, leaning } from './drawn.js';
import { rowOf, sumOf } from './values.js';
import { tensor } from '../grader/value.js';

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

test('masks have a whole first line, a real token in each, and holes in some', () => {
  const masks = seeds.map((seed) => drawMask(new Draws(seed), 3, 7));
  for (const mask of masks) {
    expect([...rowOf(mask, 0).data]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(Math.min(sumOf(rowOf(mask, 1)), sumOf(rowOf(mask, 2)))).toBeGreaterThan(0);
  }
  const hasHole = (line: Float64Array) => line.lastIndexOf(1) + 1 > line.filter(Boolean).length;
  expect(masks.filter((mask) => hasHole(rowOf(mask, 1).data)).length).toBeGreaterThan(10);
});

test('ids are below V, and 0 at padding alone', () => {
  for (const seed of seeds) {
    const ids = drawIds(new Draws(seed), 3, 5, 4).data;
    expect([...ids].every((id) => Number.isInteger(id) && id >= 0 && id < 4)).toBe(true);
    expect([...ids.slice(0, 5)]).not.toContain(0);
  }
});

test('far scores overflow any exp, and leave some entries of a row near each other', () => {
  const { data } = drawFar(new Draws(1), [2, 5]);
  expect(data.every((score) => Math.abs(score) > 1000 || Math.abs(score) < 100)).toBe(true);
  expect(Math.exp(data[0] ?? NaN)).toBe(Infinity);
  expect(Math.exp(data[6] ?? NaN)).toBe(0);
  expect(Math.abs((data[0] ?? NaN) - (data[1] ?? NaN))).toBeLessThan(20);
});

test('a bias leans gate by gate', () => {
  expect([...leaning(tensor([4], [1, 2, 3, 4]), 0, 10).data]).toEqual([1, 2, 13, 14]);
});
