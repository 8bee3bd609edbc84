import { expect, test } from 'vitest';
import { smallEdits } from './edits.js';

/** Each edit's description with the line it leaves behind. */
const editsOf = (line: string) =>
  smallEdits(`function f() {\n${line}\n}`, new Set(['f'])).map(({ description, text }) => [
    description,
    text.split('\n')[1],
  ]);

test.each([
  ['return a - b;', '- becomes +: a - b', 'return a + b;'],
  ['return a - b;', 'b left out: a - b', 'return (a);'],
  ['return a * b;', 'a left out: a * b', 'return (b);'],
  ['return a < b;', '< becomes <=: a < b', 'return a <= b;'],
  ['return a === b;', '=== becomes !==: a === b', 'return a !== b;'],
  ['return -a;', '- left out: return -a;', 'return a;'],
  ['return g[0];', '0 becomes 1: g[0]', 'return g[1];'],
  ['return 0.5;', '0.5 becomes 1: return 0.5;', 'return 1;'],
  ['return add(a, b);', 'add becomes sub: add(a, b)', 'return sub(a, b);'],
  ['return add(a, b);', 'b left out: add(a, b)', 'return a;'],
  ['return tf.mul(a, b);', 'mul becomes div: tf.mul(a, b)', 'return tf.div(a, b);'],
  ['return Math.max(a, b);', 'max becomes min: Math.max(a, b)', 'return Math.min(a, b);'],
  ['return sub(a, b);', 'a and b exchanged: sub(a, b)', 'return sub(b, a);'],
  ['return tanh(a);', 'tanh left out: tanh(a)', 'return (a);'],
  ['return concat([a, b]);', 'order turned around: [a, b]', 'return concat([b, a]);'],
  ['return a ? b : c;', 'branches exchanged: a ? b : c', 'return a ? c : b;'],
  ['h = g(h, x);', 'left out: h = g(h, x)', ';'],
  ['return g(true);', 'true becomes false: g(true)', 'return g(false);'],
  [
    "return einsum('B I, I U -> B U', a, b);",
    "'B I, I U -> B U' becomes 'I B, I U -> B U'",
    "return einsum('I B, I U -> B U', a, b);",
  ],
  [
    "return sum('B V -> B 1', a);",
    "'B V -> B 1' becomes 'B V -> 1 V'",
    "return sum('B V -> 1 V', a);",
  ],
  ["return sum('B V -> B', a);", "'B V -> B' becomes 'B V -> V'", "return sum('B V -> V', a);"],
])('%s: %s', (line, description, edited) => {
  expect(editsOf(line)).toContainEqual([description, edited]);
});

test.each([
  ['a check of shapes', "shape('B U', h, 'f h', { B: x.shape[0] });"],
  ['what is refused', "if (a < 2) throw new InputError(wrongInput('f', 'a', 'b', 'c'));"],
  ['types', 'let a: Record<1, 2>;'],
])('%s is left alone', (_, line) => {
  expect(editsOf(line)).toEqual([]);
});

test('the order of what has none is left alone', () => {
  expect(editsOf('return add(a, b);').map(([name]) => name)).not.toContain(
    'a and b exchanged: add(a, b)',
  );
});

test('only the named functions are edited, and equal edits are numbered', () => {
  const file = 'function g() { return a - b; }\nconst h = () => (a - b) * (a - b);';
  expect(smallEdits(file, new Set(['g'])).map(({ text }) => text.split('\n')[1])).toEqual([
    'const h = () => (a - b) * (a - b);',
    'const h = () => (a - b) * (a - b);',
  ]);
  const names = smallEdits(file, new Set(['h'])).map(({ description }) => description);
  expect(names).toContain('- becomes +: a - b');
  expect(names).toContain('- becomes +: a - b (2)');
});

test('an edit that brings in a function says so', () => {
  const [first] = smallEdits('function f() { return sum(s, a); }', new Set(['f']));
  expect(first).toMatchObject({ description: 'sum becomes mean: sum(s, a)', brings: 'core.mean' });
  const [inTf] = smallEdits('function f() { return tf.sum(a); }', new Set(['f']));
  expect(inTf).toMatchObject({ description: 'sum becomes mean: tf.sum(a)', brings: 'tf.mean' });
});
