import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { loadFixture, type Fixture } from '../../fixtures/load.js';
import { Draws } from '../../src/core/draws.js';
import { projectRoot } from '../../src/core/files.js';
import { TensorValue } from '../value.js';
import { fixtureCases, randomInts, randomTensor, seeded } from './cases.js';

const made = { script: 'x.py', seed: 1, versions: {} };

test('seeded inputs are the same each time, and others under another name, number or seed', () => {
  const draw = (name?: string, seed = 1) =>
    seeded(2, (rng) => ({ x: randomTensor(rng, [2, 3]) }), name).map(
      ({ under }) => under(seed).args['x'],
    );
  const [first, second] = draw();
  expect(draw()).toEqual([first, second]);
  expect(second).not.toEqual(first);
  expect(draw('others')[0]).not.toEqual(first);
  expect(draw(undefined, 2)[0]).not.toEqual(first);
});

test('the judge and every lesson it loads do without tfjs', async () => {
  const { metafile } = await build({
    absWorkingDir: projectRoot(),
    stdin: {
      contents: "export * from './grader/grade.js'; export * from './lessons/index.js';",
      resolveDir: projectRoot(),
    },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    external: ['@tensorflow/*'],
  });
  const imported = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports.map(({ path }) => `${path} in ${file}`),
  );
  expect(imported.length).toBeGreaterThan(50);
  expect(imported.filter((each) => each.includes('@tensorflow'))).toEqual([]);
});

test('arguments are drawn once a seed, when they are asked for', () => {
  let draws = 0;
  const [only] = seeded(1, () => ({ n: ++draws }));
  expect(draws).toBe(0);
  expect(only?.under(7)).toBe(only?.under(7));
  expect([only?.under(7).args, only?.under(8).args]).toEqual([{ n: 1 }, { n: 2 }]);
});

test('drawn numbers are normal and whole as they say', () => {
  const normal = randomTensor(new Draws(5), [1000], 2);
  const mean = normal.data.reduce((sum, x) => sum + x, 0) / 1000;
  const variance = normal.data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 1000;
  expect(Math.abs(mean)).toBeLessThan(0.3);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 0);
  expect(normal.data.every((x) => x === Math.fround(x))).toBe(true);
  const ids = randomInts(new Draws(5), [200], 2, 5);
  expect(new Set(ids.data)).toEqual(new Set([2, 3, 4]));
  expect(ids.dtype).toBe('int32');
});

test('a fixture becomes cases: tensors anywhere, gradients by path', () => {
  const w = { tensor: 'float32', shape: [2], data: [0.1, 0.2] } as const;
  const fixture: Fixture = {
    made,
    cases: [
      {
        name: 'one',
        args: { p: { w, layers: [w] }, ids: { tensor: 'int32', shape: [], data: [3] }, n: 2 },
        expected: w,
        cotangent: w,
        gradients: { 'p.w': w },
      },
    ],
  };
  const [only] = fixtureCases(fixture);
  const tensor = new TensorValue('float32', [2], Float64Array.of(0.1, 0.2));
  expect(only?.args).toEqual({
    p: { w: tensor, layers: [tensor] },
    ids: new TensorValue('int32', [], Float64Array.of(3)),
    n: 2,
  });
  expect([only?.expected, only?.cotangent, only?.gradients]).toEqual([
    tensor,
    tensor,
    { 'p.w': tensor },
  ]);
});

test('a fixture of the course is read by its path', () => {
  expect(loadFixture('01-rnn/rnn-cell.json').cases.length).toBeGreaterThan(0);
});
