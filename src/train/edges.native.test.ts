import { expect, test } from 'vitest';
import { edges, rounded } from './testing/edges.js';

test.each(edges)('$what', ({ compute, right }) => {
  expect(rounded(compute())).toEqual(rounded(right));
});
