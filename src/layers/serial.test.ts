import { expect, test } from 'vitest';
import { serial } from './serial.js';

const more = (x: string) => `${x} more`;
const twice = (x: string) => `${x}, ${x}`;

test('the first layer is applied first', () => {
  expect(serial(more, twice)('a')).toBe('a more, a more');
  expect(serial(twice, more)('a')).toBe('a, a more');
});

test('chains chain, and no layer changes nothing', () => {
  expect(serial(more, serial(twice, more))('a')).toBe(serial(serial(more, twice), more)('a'));
  expect(serial<string>()('a')).toBe('a');
});

test('nothing runs before the chain is used, and each layer once then', () => {
  let runs = 0;
  const counted = (x: number) => {
    runs += 1;
    return x;
  };
  const chain = serial(counted, counted);
  expect(runs).toBe(0);
  chain(1);
  expect(runs).toBe(2);
});
