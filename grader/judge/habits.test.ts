import { expect, test } from 'vitest';
import { syntaxHabit } from './habits.js';

const colon = 'Expected ";" but found ":"';

test.each(['y = x[:, t];', 'y = x[1:];', 'y = f(x)[a[0], x[2:3]]', 'y = x[-1:]'])(
  'a slice as in %s is known',
  (line) => {
    expect(syntaxHabit(colon, line)).toMatch(/no slices/);
  },
);

test.each(['a: [1, 2]', 'x[a ? b : c]', "x['a:b']", 'x[{ a: 1 }]', 'x[1', 'x[1:', 'f(1): a[0]'])(
  'no slice is seen in %s',
  (line) => {
    expect(syntaxHabit(colon, line)).toBeUndefined();
  },
);

// An expression that tries every pair of brackets would take minutes.
test('a line of a hundred thousand brackets is read at once', () => {
  for (const line of ['a[:'.repeat(30_000), 'a['.repeat(50_000), 'a:'.repeat(50_000)])
    expect(syntaxHabit(colon, line)).toBeUndefined();
});
