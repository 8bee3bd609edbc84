import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError } from './errors.js';
import { countParams, disposeParams, flattenParams, mapParams, unflattenParams } from './params.js';
import { tidy } from './tidy.js';

const tree = () => ({
  table: tf.ones<tf.Rank.R2>([5, 3]),
  layers: [{ w: tf.ones<tf.Rank.R1>([2]) }, { w: tf.zeros<tf.Rank.R1>([7]) }],
});

test('leaves by path, and back', () => {
  const p = tree();
  const flat = flattenParams(p);
  expect(Object.keys(flat)).toEqual(['table', 'layers.0.w', 'layers.1.w']);
  const again = unflattenParams(p, flat);
  expect(again).toEqual(p);
  expect(Array.isArray(again.layers)).toBe(true);
  expect(again.layers[1]?.w).toBe(p.layers[1]?.w);
});

test('two leaves at one path are refused; a name may be one that every record knows', () => {
  const leaf = tf.ones([2]);
  const twice = () => flattenParams({ 'a.b': leaf, a: { b: tf.ones([3]) } });
  expect(twice).toThrow(InputError);
  expect(twice).toThrow(
    "flattenParams params: expected a path of its own for every leaf, received two at 'a.b'.",
  );
  const strange = Object.fromEntries(['__proto__', 'constructor'].map((name) => [name, leaf]));
  const flat = flattenParams(strange);
  expect(Object.keys(flat)).toEqual(['__proto__', 'constructor']);
  expect(unflattenParams(strange, flat)['constructor']).toBe(leaf);
  expect(() => unflattenParams({ constructor: leaf }, {})).toThrow(/'constructor', received none/);
});

test('a bare tensor is a tree too', () => {
  const leaf = tf.ones([2]);
  expect(flattenParams(leaf)).toEqual({ '': leaf });
  expect(mapParams(leaf, (x) => tf.mul(x, 2)).arraySync()).toEqual([2, 2]);
});

test('a map sees every leaf with its path', () => {
  const seen: string[] = [];
  mapParams(tree(), (leaf, path) => {
    seen.push(`${path} ${leaf.shape.join('x')}`);
    return leaf;
  });
  expect(seen).toEqual(['table 5x3', 'layers.0.w 2', 'layers.1.w 7']);
});

test('numbers are counted, tensors freed', () => {
  expect(countParams(tree())).toBe(15 + 2 + 7);
  const before = tf.memory().numTensors;
  disposeParams(tree());
  expect(tf.memory().numTensors).toBe(before);
});

test('a missing leaf and one of another shape are named', () => {
  const p = tree();
  const { table } = flattenParams(p);
  const lacking = () => unflattenParams(p, table === undefined ? {} : { table });
  expect(lacking).toThrow(InputError);
  expect(lacking).toThrow(/a tensor at 'layers.0.w', received only table/);
  const wide = { ...flattenParams(p), table: tf.ones([5, 4]) };
  expect(() => unflattenParams(p, wide)).toThrow(
    /'table': expected shape \[5, 3\], received \[5, 4\]/,
  );
});

test('a tidy keeps the tensors of its result alone, and the numbers beside them', () => {
  const before = tf.memory().numTensors;
  const made = tidy(() => {
    tf.ones([3]);
    return { loss: 1.5, params: tree() };
  });
  expect(made.loss).toBe(1.5);
  expect(tf.memory().numTensors).toBe(before + 3);
  disposeParams(made.params);
  expect(tf.memory().numTensors).toBe(before);
});
