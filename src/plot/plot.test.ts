import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { bars } from './bars.js';
import { curve } from './curve.js';
import { heatMap } from './heat-map.js';
import { scatter } from './scatter.js';
import { colours, type Spec } from './spec.js';

/** Compiles and draws a spec as JupyterLab does, without a window; every warning is collected. */
async function draw(spec: Spec): Promise<{ svg: string; warnings: string[] }> {
  const warnings: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, input) => {
    warnings.push(input.map(String).join(' '));
  });
  const plain = JSON.parse(JSON.stringify(spec)) as TopLevelSpec;
  const compiled = compile(plain, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return { svg, warnings };
}

const description = 'What a reader who cannot see it should know.';
const x = { title: 'steps' };
const y = { title: 'loss (nats per token)' };
const falling = [1, 2, 3].map((n): [number, number] => [n, 1 / n]);

const pictures: Record<string, { spec: Spec; shows: readonly string[] }> = {
  'a curve of two series': {
    spec: curve({
      description,
      title: 'Training',
      x,
      y,
      series: [
        { name: 'train', points: falling },
        { name: 'held out', points: [[1, 2]] },
      ],
    }),
    shows: ['steps', 'loss (nats per token)', 'train', 'held out', 'Training'],
  },
  'a smoothed curve on logarithmic axes': {
    spec: curve({
      description,
      x: { title: 'step size', log: true },
      y: { title: 'error', log: true },
      series: [{ name: 'error', points: falling }],
      smoothing: 0.5,
    }),
    shows: ['step size', 'error'],
  },
  'a curve that has not begun': {
    spec: curve({ description, x, y, series: [{ name: 'train', points: [] }] }),
    shows: ['steps', 'loss (nats per token)'],
  },
  'a curve that broke': {
    spec: curve({
      description,
      x,
      y,
      series: [
        {
          name: 'train',
          points: [
            [1, 2],
            [2, NaN],
            [3, Infinity],
            [4, 1],
          ],
        },
      ],
    }),
    shows: ['steps', 'loss (nats per token)'],
  },
  'a heat map of nothing finite': {
    spec: heatMap({
      description,
      rows: { title: 'row', labels: ['a'] },
      columns: { title: 'column', labels: ['b'] },
      value: { title: 'error' },
      values: [[NaN]],
      scale: 'diverging',
    }),
    shows: ['row', 'column', 'error'],
  },
  bars: {
    spec: bars({
      description,
      x: { title: 'model' },
      y: { title: 'accuracy (share)' },
      bars: [
        { label: 'naive Bayes', value: 0.8 },
        { label: 'embeddings', value: 0.7 },
      ],
    }),
    shows: ['model', 'accuracy (share)', 'naive Bayes', 'embeddings'],
  },
  'bars in groups': {
    spec: bars({
      description,
      x: { title: 'model' },
      y: { title: 'accuracy (share)' },
      bars: [
        { label: 'rnn', group: 'train', value: 0.9 },
        { label: 'rnn', group: 'held out', value: 0.8 },
      ],
    }),
    shows: ['model', 'accuracy (share)', 'rnn', 'train', 'held out'],
  },
  'a heat map with a word twice': {
    spec: heatMap({
      description,
      rows: { title: 'head', labels: ['first', 'it\'s "two"'] },
      columns: { title: 'token', labels: ['the', 'cat', 'the'] },
      value: { title: 'attention (share)' },
      values: [
        [0.1, 0.2, 0.7],
        [0, NaN, 1],
      ],
    }),
    shows: ['head', 'token', 'attention (share)', 'first', 'the', 'cat'],
  },
  'a diverging heat map': {
    spec: heatMap({
      description,
      rows: { title: 'row', labels: ['a'] },
      columns: { title: 'column', labels: ['b', 'c'] },
      value: { title: 'error' },
      values: [[-1, 0.5]],
      scale: 'diverging',
    }),
    shows: ['row', 'column', 'error'],
  },
  'a scatter': {
    spec: scatter({
      description,
      x: { title: 'first axis' },
      y: { title: 'second axis' },
      points: [
        { x: 1, y: 2, label: 'king', group: 'people' },
        { x: 2, y: NaN, label: 'lost', group: 'people' },
        { x: 3, y: 1, label: 'cat', group: 'animals' },
      ],
    }),
    shows: ['first axis', 'second axis', 'king', 'cat', 'people', 'animals'],
  },
  'a curve with two sliders': {
    spec: curve({
      description,
      x,
      y: { ...y, log: true },
      sliders: [
        { name: 'eigenvalue', positions: [0.8, 0.9, 1], start: 0.9 },
        { name: 'input scale (powers of 10)', positions: [-2, -1, 0], start: 0 },
      ],
      series: [
        { name: 'still', points: falling },
        ...[0.8, 0.9, 1].map((eigenvalue) => ({
          name: 'moved',
          points: falling,
          at: { eigenvalue, 'input scale (powers of 10)': 0 },
        })),
      ],
    }),
    shows: ['steps', 'loss (nats per token)', 'still', 'moved'],
  },
  'bars with a slider': {
    spec: bars({
      description,
      x: { title: 'letter' },
      y: { title: 'probability' },
      sliders: [{ name: 'temperature', positions: [1, 2], start: 2 }],
      bars: [1, 2].map((temperature) => ({
        label: 'a',
        value: 1 / temperature,
        at: { temperature },
      })),
    }),
    shows: ['letter', 'probability', 'a'],
  },
  'a plain scatter': {
    spec: scatter({ description, x: { ...x, log: true }, y, points: [{ x: 1, y: 2 }] }),
    shows: ['steps', 'loss (nats per token)'],
  },
};

describe.each(Object.entries(pictures))('%s', (_name, { spec, shows }) => {
  test('is drawn without a warning, with its titles', async () => {
    const { svg, warnings } = await draw(spec);
    expect(warnings).toEqual([]);
    for (const text of shows) expect(svg).toContain(`>${text}</text>`);
  });

  test('is plain JSON: nothing changes when it is sent', () => {
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  test('carries its text alternative and the grammar JupyterLab draws', () => {
    expect(spec.description).toBe(description);
    expect(spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v5.json');
  });
});

test('a word that stands twice keeps both its columns', async () => {
  const { svg } = await draw(pictures['a heat map with a word twice']?.spec as Spec);
  expect(svg.match(/>the<\/text>/g)).toHaveLength(2);
});

test('bars keep the order they are given in', async () => {
  const { svg } = await draw(pictures['bars']?.spec as Spec);
  expect(svg.indexOf('>naive Bayes<')).toBeLessThan(svg.indexOf('>embeddings<'));
});

test('an axis over many decades is labelled by powers of ten', async () => {
  const points = [0, 3, 6].map((n): [number, number] => [10 ** -n, 10 ** -n]);
  const axis = { title: 'size', log: true };
  const spec = curve({ description, x: axis, y: axis, series: [{ name: 'error', points }] });
  const { svg } = await draw(spec);
  expect(svg).toContain('>1e-6</text>');
  expect(svg).not.toContain('>0.001</text>');
});

test('every series has a colour and a dash of its own', async () => {
  const series = colours.map((_, i) => ({ name: `s${i}`, points: falling }));
  const { svg } = await draw(curve({ description, x, y, series }));
  for (const colour of colours) expect(svg.toUpperCase()).toContain(`STROKE="${colour}"`);
  expect(svg).toContain('stroke-dasharray="6,2"');
});

test('steps are counted in whole numbers, and a name is written out', async () => {
  const name = 'a name that is much longer than a legend mostly is';
  const points = [1, 2, 3].map((n): [number, number] => [n, 100 * n]);
  const series = [name, 'other'].map((one) => ({ name: one, points }));
  const { svg } = await draw(curve({ description, x, y, series }));
  expect(svg).toContain(`>${name}</text>`);
  expect(svg).toContain('>2</text>');
  expect(svg).not.toContain('>1.5</text>');
});

test('letters below a heat map stand upright, words lean', () => {
  const below = (labels: readonly string[]) =>
    JSON.stringify(
      heatMap({
        description,
        rows: { title: 'row', labels: ['a'] },
        columns: { title: 'column', labels },
        value: { title: 'error' },
        values: [labels.map(() => 1)],
      }),
    );
  expect(below(['w', '␣'])).not.toContain('"labelAngle":-40');
  expect(below(['w', 'whale'])).toContain('"labelAngle":-40');
});
