import { describe, expect, test } from 'vitest';
import { bars } from './bars.js';
import { curve } from './curve.js';
import { heatMap } from './heat-map.js';
import { scatter } from './scatter.js';

const x = { title: 'step' };
const y = { title: 'loss (nats)' };

/** From 12.345 to 1.05, largest at 2, least at 9. */
const valley = Array.from({ length: 12 }, (_, i): [number, number] => [
  i,
  i === 0 ? 12.345 : i === 2 ? 20 : 1 + (i - 9) ** 2 / 80,
]);

describe('without a description, a picture is described by what it draws', () => {
  test('a curve: first, last, least and largest of each series', () => {
    const flat = { name: 'held out', points: [[3, 2] as const] };
    const { description } = curve({
      title: 'Training',
      x,
      y: { ...y, log: true },
      series: [{ name: 'train', points: valley }, flat],
    });
    expect(description).toBe(
      'Line chart "Training": loss (nats), on a logarithmic axis, by step. ' +
        'Train: first 12.3 at 0, last 1.05 at 11; least 1 at 9, largest 20 at 2. ' +
        'Held out: 2 at 3.',
    );
  });

  test('a curve of one series does not name it; what is no number is left out', () => {
    const points = [
      [1, NaN],
      [2, 0.000123456],
      [3, Infinity],
      [4, 7],
    ] as const;
    expect(curve({ x, y, series: [{ name: 'loss', points }] }).description).toBe(
      'Line chart: loss (nats), by step. 0.000123 at 2, 7 at 4.',
    );
    expect(curve({ x, y, series: [{ name: 'loss', points: [] }] }).description).toBe(
      'Line chart: loss (nats), by step. No value yet.',
    );
  });

  test('a curve with a slider: what is seen at first', () => {
    const at = (z: number) => ({
      name: 'moved',
      points: [[0, 10 * z] as const],
      at: { z },
    });
    const { description } = curve({
      x,
      y,
      sliders: [{ name: 'z', positions: [0.5, 1, 1.5], start: 1 }],
      series: [{ name: 'still', points: [[0, 1]] }, at(0.5), at(1), at(1.5)],
    });
    expect(description).toBe(
      'Line chart: loss (nats), by step. Still: 1 at 0. Moved: 10 at 0. ' +
        'A slider sets z, from 0.5 to 1.5; it stands at 1.',
    );
  });

  test('bars: each where they are few, group by group', () => {
    const bar = (label: string, value: number, group?: string) =>
      group === undefined ? { label, value } : { label, value, group };
    const axes = { x: { title: 'length' }, y: { title: 'right (%)' } };
    expect(bars({ ...axes, bars: [bar('4', 99.9), bar('8', 25)] }).description).toBe(
      'Bars: right (%), by length. 99.9 for 4, 25 for 8.',
    );
    const grouped = [bar('4', 90, 'RNN'), bar('4', 95, 'GRU'), bar('8', 50, 'RNN')];
    expect(bars({ ...axes, title: 'Brackets', bars: grouped }).description).toBe(
      'Bars "Brackets": right (%), by length. RNN: 90 for 4, 50 for 8. GRU: 95 for 4.',
    );
    const many = Array.from({ length: 9 }, (_, i) => bar(`w${i}`, (i - 5) ** 2));
    expect(bars({ ...axes, bars: many }).description).toBe(
      'Bars: right (%), by length. First 25 for w0, last 9 for w8; least 0 for w5, largest 25 for w0.',
    );
  });

  test('bars with a slider: those seen at first', () => {
    const { description } = bars({
      x,
      y,
      sliders: [{ name: 'temperature', positions: [1, 2], start: 2 }],
      bars: [1, 2].map((temperature) => ({
        label: 'a',
        value: 1 / temperature,
        at: { temperature },
      })),
    });
    expect(description).toContain('by step. 0.5 for a. A slider sets temperature, from 1 to 2');
  });

  test('a heat map: row by row', () => {
    const { description } = heatMap({
      title: 'Surprise',
      rows: { title: 'weights', labels: ['untrained', 'trained'] },
      columns: { title: 'letter', labels: ['w', 'h'] },
      value: { title: 'surprise (nats)' },
      values: [
        [4, 5],
        [0.5, NaN],
      ],
    });
    expect(description).toBe(
      'Coloured cells "Surprise": surprise (nats), a row for each weights, by letter. ' +
        'Untrained: 4 for w, 5 for h. Trained: 0.5 for w.',
    );
  });

  test('a scatter: points with their labels, group by group', () => {
    const { description } = scatter({
      x: { title: 'size', log: true },
      y: { title: 'perplexity' },
      points: [
        { x: 28_000, y: 6.5, group: 'n-gram', label: '3 letters' },
        { x: 47_000, y: 5.25, group: 'network' },
      ],
    });
    expect(description).toBe(
      'Points: perplexity, by size, on a logarithmic axis. N-gram: 6.5 at 28000 (3 letters). Network: 5.25 at 47000.',
    );
  });
});

test('a description that is given wins', () => {
  const description = 'It falls.';
  const series = [{ name: 'loss', points: valley }];
  expect(curve({ description, x, y, series }).description).toBe(description);
});
