import { expect, test } from 'vitest';
import { bitsPerCharacter } from './bits-per-character.js';

const bits = (...of: number[]) => of.map((each) => each * Math.LN2);

test('the example of its docstring', () => {
  expect(bitsPerCharacter([2.0794, 0.6931], ['aha', '\n'])).toBeCloseTo(1, 4);
});

test('of characters guessed evenly among V it is log2 V', () => {
  const nats = [7, 7, 7].map(Math.log);
  expect(bitsPerCharacter(nats, ['a', '🐋', '\n'])).toBeCloseTo(Math.log2(7), 14);
});

test('law: a text costs the same per character however it is cut into tokens', () => {
  const byCharacter = bitsPerCharacter(bits(1, 2, 3, 4, 5), ['a', 'h', 'a', ' ', '🐋']);
  const byWord = bitsPerCharacter(bits(10, 5), ['aha ', '🐋']);
  expect(byCharacter).toBeCloseTo(3, 14);
  expect(byWord).toBeCloseTo(byCharacter, 14);
});

test('padding counts for nothing, whatever its surprise; a marker costs and writes nothing', () => {
  const plain = bitsPerCharacter(bits(2, 6), ['a', 'b']);
  expect(plain).toBeCloseTo(4, 14);
  for (const padding of [0, 9, NaN, -1])
    expect(bitsPerCharacter([...bits(2, 6), padding], ['a', 'b', '<pad>'])).toBe(plain);
  expect(bitsPerCharacter(bits(2, 6, 4), ['a', 'b', '</s>'])).toBeCloseTo(6, 14);
  expect(bitsPerCharacter(bits(3, 3, 3), ['<', '<>', '<a b>'])).toBeCloseTo(9 / 8, 14);
});

test('certainty needs no bits, the impossible infinitely many', () => {
  expect(bitsPerCharacter([0, 0], ['a', 'b'])).toBe(0);
  expect(bitsPerCharacter([1, Infinity], ['a', 'b'])).toBe(Infinity);
});

test.each([
  [[1], ['a', 'b'], 'nats: expected one surprise for each token, received 1 for 2 tokens.'],
  [[1, -2], ['a', 'b'], 'nats: expected surprises of 0 or more, received -2 at place 1.'],
  [[NaN], ['a'], 'nats: expected surprises of 0 or more, received NaN at place 0.'],
  [[1, 1], ['a', '<unk>'], 'tokens: expected tokens that spell their text, received "<unk>" at'],
  [[1, 1], ['<pad>', '</s>'], 'tokens: expected at least one character, received none.'],
  [[], [], 'tokens: expected at least one character, received none.'],
])('refuses %j for %j', (nats, tokens, message) => {
  expect(() => bitsPerCharacter(nats, tokens)).toThrow(`bitsPerCharacter ${message}`);
});
