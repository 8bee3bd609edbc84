import { expect, test } from 'vitest';
import { bars } from './bars.js';
import { curve } from './curve.js';
import { heatMap } from './heat-map.js';
import { scatter } from './scatter.js';
import type { Spec } from './spec.js';

const description = 'What a reader who cannot see it should know.';
const x = { title: 'steps' };
const y = { title: 'loss (nats per token)' };
const falling = [1, 2, 3].map((n): [number, number] => [n, 1 / n]);
const one = [{ name: 'train', points: falling }];

test.each<[string, () => Spec, string]>([
  [
    'no text alternative',
    () => curve({ description: ' ', x, y, series: one }),
    'curve description: expected a text alternative, received an empty text.',
  ],
  [
    'no axis title',
    () => bars({ description, x: { title: '' }, y, bars: [{ label: 'a', value: 1 }] }),
    'bars title: expected a title on each axis, received an empty text.',
  ],
  [
    'no series',
    () => curve({ description, x, y, series: [] }),
    'curve series: expected at least one, received none.',
  ],
  [
    'two series of one name',
    () => curve({ description, x, y, series: [...one, ...one] }),
    'curve series: expected distinct names, received "train" twice.',
  ],
  [
    'smoothing of 1',
    () => curve({ description, x, y, series: one, smoothing: 1 }),
    'curve smoothing: expected a number from 0 up to but not including 1, received 1.',
  ],
  [
    'zero on a logarithmic axis',
    () =>
      curve({
        description,
        x,
        y: { title: 'loss', log: true },
        series: [
          {
            name: 'train',
            points: [
              [1, 1],
              [2, 0],
            ],
          },
        ],
      }),
    'curve loss: expected values above 0 on a logarithmic axis, received 0 at place 1.',
  ],
  [
    'no bars',
    () => bars({ description, x, y, bars: [] }),
    'bars bars: expected at least one, received none.',
  ],
  [
    'two bars of one name',
    () =>
      bars({
        description,
        x,
        y,
        bars: [
          { label: 'a', value: 1 },
          { label: 'a', value: 2 },
        ],
      }),
    'bars bars: expected distinct names, received "a" twice.',
  ],
  [
    'no points',
    () => scatter({ description, x, y, points: [] }),
    'scatter points: expected at least one, received none.',
  ],
  [
    'a matrix with a short row',
    () =>
      heatMap({
        description,
        rows: { title: 'r', labels: ['a', 'b'] },
        columns: { title: 'c', labels: ['c', 'd'] },
        value: { title: 'v' },
        values: [[1, 2], [3]],
      }),
    'heatMap values: expected 2 rows of 2 numbers, as many as labels, received 1 numbers in row 1.',
  ],
  [
    'a matrix with a row too few',
    () =>
      heatMap({
        description,
        rows: { title: 'r', labels: ['a', 'b'] },
        columns: { title: 'c', labels: ['c', 'd'] },
        value: { title: 'v' },
        values: [[1, 2]],
      }),
    'heatMap values: expected 2 rows of 2 numbers, as many as labels, received 1 rows.',
  ],
])('refuses %s', (_name, make, message) => {
  expect(make).toThrow(message);
});
