import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { curve } from '../src/plot/curve.js';
import { bundleOf } from './show.js';

test('a tensor is shown with dtype, shape and entries', () => {
  const x = tf.tensor2d([
    [1, 2],
    [3, 4.5],
  ]);
  expect(bundleOf(x)).toEqual({ 'text/plain': 'float32 [2, 2]\n[[1, 2],\n [3, 4.5]]' });
});

test('a scalar is shown as one entry', () => {
  expect(bundleOf(tf.scalar(3, 'int32'))['text/plain']).toBe('int32 []\n3');
});

test('long axes are cut in the middle', () => {
  expect(bundleOf(tf.range(0, 100, 1, 'int32'))['text/plain']).toBe(
    'int32 [100]\n[0, 1, 2, 3, ..., 96, 97, 98, 99]',
  );
});

test('a disposed tensor is refused with a remedy', () => {
  const x = tf.scalar(1);
  x.dispose();
  expect(() => bundleOf(x)).toThrow('Show it before it is disposed.');
});

test('a picture has a text alternative', () => {
  const picture = curve({
    x: { title: 'step' },
    y: { title: 'loss (nats)' },
    series: [{ name: 'loss', points: [[0, 1]] }],
    description: 'The loss is 1.',
  });
  const bundle = bundleOf(picture);
  expect(bundle['text/plain']).toBe('The loss is 1.');
  expect(bundle['application/vnd.vegalite.v5+json']).toBe(picture);
});

test('records are a table, whose cells are text and no markup', () => {
  const bundle = bundleOf([
    { word: '<b>', share: 0.5 },
    { word: 'x', share: 12 },
  ]);
  expect(bundle['text/plain']).toBe('word  share\n----  -----\n<b>     0.5\nx        12');
  expect(bundle['text/html']).toContain('&lt;b&gt;');
  expect(bundle['text/html']).not.toContain('<b>');
});

test('a table of many records says how many are left out', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ i }));
  expect(bundleOf(rows)['text/plain']).toContain('and 40 more');
});

test('one record is a row; text and numbers are themselves', () => {
  expect(bundleOf({ a: [1, 2] })['text/plain']).toContain('[1, 2]');
  expect(bundleOf('as it is')['text/plain']).toBe('as it is');
  expect(bundleOf(1 / 3)['text/plain']).toBe('0.3333');
  expect(bundleOf(19329.8119)['text/plain']).toBe('19329.8');
  expect(bundleOf(1e-9)['text/plain']).toBe('1.00e-9');
});

test('tensors in records and lists bear their paths', () => {
  const value = { p: { w: tf.tensor1d([1, 2]) }, all: [tf.scalar(3)], n: 4 };
  expect(bundleOf(value)['text/plain']).toBe(
    'p.w  float32 [2]\n[1, 2]\nall.0  float32 []\n3\nn  4',
  );
});

test('what a function of yours may return by mistake has a text too', () => {
  const nothing = undefined as unknown as number;
  expect(bundleOf(nothing)['text/plain']).toBe('undefined');
  expect(bundleOf(() => 1)['text/plain']).toBe('a function');
  expect(bundleOf(true)['text/plain']).toBe('true');
});
