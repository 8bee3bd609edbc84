import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { bars } from './bars.js';
import { curve } from './curve.js';
import type { Slider } from './sliders.js';
import type { Spec } from './spec.js';

const description = 'What a reader who cannot see it should know.';
const axes = { x: { title: 'lag' }, y: { title: 'norm' } };
const tenths = [0.1, 0.2, 0.1 + 0.2];
const slider: Slider = { name: 'eigenvalue', positions: tenths, start: 0.2 };
const spec = curve({
  description,
  ...axes,
  sliders: [slider],
  series: [
    { name: 'still', points: [[0, 5]] },
    ...tenths.map((eigenvalue, i) => ({
      name: 'moved',
      points: [[0, 10 * i]] as [number, number][],
      at: { eigenvalue },
    })),
  ],
});

/**
 * What is drawn when the first slider says `position`, as a browser would: a number read from a
 * text.
 */
async function drawnAt(picture: Spec, position: string) {
  const plain = JSON.parse(JSON.stringify(picture)) as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(plain).spec), { renderer: 'none' });
  await view.signal('slider0', Number(position)).runAsync();
  const rows = view.data('data_0') as { series: string; y: number }[];
  const domain = (view.scale('y') as unknown as { domain(): number[] }).domain();
  const svg = await view.toSVG();
  view.finalize();
  return { values: rows.map(({ series, y }) => `${series} ${y}`), domain, svg };
}

describe('a slider', () => {
  test('shows what belongs to its position, and what belongs to none', async () => {
    expect((await drawnAt(spec, '0.1')).values).toEqual(['still 5', 'moved 0']);
    expect((await drawnAt(spec, '0.2')).values).toEqual(['still 5', 'moved 10']);
    expect((await drawnAt(spec, '0.3')).values).toEqual(['still 5', 'moved 20']);
  });

  test('moves what is drawn, and never the axes', async () => {
    for (const position of ['0.1', '0.2', '0.3'])
      expect((await drawnAt(spec, position)).domain).toEqual([0, 20]);
  });

  test('keeps the height of bars comparable', async () => {
    const picture = bars({
      description,
      ...axes,
      sliders: [slider],
      bars: tenths.map((eigenvalue) => ({ label: 'a', value: eigenvalue, at: { eigenvalue } })),
    });
    const low = await drawnAt(picture, '0.1');
    const high = await drawnAt(picture, '0.3');
    expect(low.svg).not.toBe(high.svg);
    expect(low.domain).toEqual(high.domain);
  });
});

test.each<[string, Partial<Slider>, string]>([
  ['uneven', { positions: [0.1, 0.2, 0.4] }, 'upwards, at equal distances, received 0.1, 0.2, 0.4'],
  ['downwards', { positions: [0.2, 0.1] }, 'upwards, at equal distances, received 0.2, 0.1'],
  ['alone', { positions: [0.2] }, 'at least two positions'],
  ['begins nowhere', { start: 0.25 }, 'start: expected one of its positions, received 0.25'],
  [
    'of another name',
    { name: 'scale' },
    'positions that a slider has, received "eigenvalue" at 0.1',
  ],
])('refuses a slider that is %s', (_, wrong, message) => {
  const sliders = [{ ...slider, ...wrong }];
  const bar = { label: 'a', value: 1, at: { eigenvalue: 0.1 } };
  expect(() => bars({ description, ...axes, sliders, bars: [bar] })).toThrow(message);
});

test('two lines of one name at one position are one too many', () => {
  const moved = { name: 'moved', points: [], at: { eigenvalue: 0.1 } };
  expect(() => curve({ description, ...axes, sliders: [slider], series: [moved, moved] })).toThrow(
    'expected distinct names, received "moved at eigenvalue 0.1" twice',
  );
});
