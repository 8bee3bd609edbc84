import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const names = ['rnn-cell', 'rnn-forward', 'rnn-cell-backward', 'softmax', '01-rnn'];

test.each([
  ['rnn-cel', 'rnn-cell'],
  ['rnn-ecll', 'rnn-cell'],
  ['rnncell', 'rnn-cell'],
  ['RNN-Cell', 'rnn-cell'],
  ['backward', 'rnn-cell-backward'],
  ['sotfmax', 'softmax'],
  ['1-rnn', '01-rnn'],
  ['transformer', undefined],
])('%s means %s', (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant);
});
