import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lesson, Task } from '../task.js';
import { taskOf } from '../testing/small-task.js';
import { readBank, wrongBody } from './bank.js';
import { standAlone } from './reach.js';
import { Sources } from './sources.js';
import { exportedAs, taughtFunction } from './taught-function.js';

const task: Task = {
  ...taskOf([]),
  id: 'mix',
  from: 'src/layers/mix.ts',
  name: 'mix',
  wrongVersion: 'slip',
};
const lesson: Lesson = { stem: '90-small', title: '', version: 1, needs: [], tasks: [task] };

const library = `import type * as tf from '@tensorflow/tfjs-core';
import { add, mul } from '../core/index.js';

/** A mix: add(x, x) in a comment is no place. */
export function mix(x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  const z = gate(x, 'the gate');
  return add(
    mul(z, x), // the first share
    mul(rest(z), y),
  );
}

function gate(x: tf.Tensor2D, what: string): tf.Tensor2D {
  return add(mul(x, half), what.length);
}

const half = 1 / 2;
const rest = (z: tf.Tensor2D) => add(mul(z, -1), 1);

export function other(x: tf.Tensor2D): tf.Tensor2D {
  return unused(mul(x, 7));
}

function unused(x: tf.Tensor2D): tf.Tensor2D {
  return add(x, 9);
}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unroll-bank-'));
  write('src/core/index.ts', "export { add, mul, square, split } from './ops.js';");
  write('src/layers/mix.ts', library);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const path = 'lessons/90-small/mistakes/mix.ts';

/** A bank of one mistake. */
const slip = (how: string) => `import type { MistakeBank } from '../../../grader/task.js';
export const bank: MistakeBank = {
  mistakes: {
    slip: {
      ${how},
      place: 'Here.',
      probe: 'What ' + 'now?',
      cause: 'So.',
    },
  },
  variants: {},
};
`;

function read(text: string) {
  write(path, text);
  const sources = new Sources(root);
  return { bank: readBank(path, lesson, task, sources), sources };
}

/** The module that a mistake of some edits is run as. */
function edited(edit: Readonly<Record<string, string>>): string {
  const { bank } = read(slip(`edit: ${JSON.stringify(edit)}`));
  const mistake = bank.mistakes.get('slip');
  if (mistake === undefined) throw new Error('the slip is missing');
  return standAlone(mistake.body);
}

test('an edit stands in the place of its text, and all else is as it was', () => {
  const text = edited({ 'rest(z), y': 'z, x' });
  expect(text).toContain('mul(z, x), // the first share\n    mul(z, x),\n  );');
  expect(text).toContain("const z = gate(x, 'the gate');");
});

test('a mistake has its help, in one piece or in several', () => {
  const { bank } = read(slip("edit: { 'rest(z), y': 'z' }"));
  expect(bank.mistakes.get('slip')).toMatchObject({
    place: 'Here.',
    probe: 'What now?',
    cause: 'So.',
  });
});

describe('a text is found', () => {
  test.each([
    ['over line breaks, with the comma that a formatter leaves', 'add(mul(z, x), mul(rest(z), y))'],
    ['over line breaks of its own', 'add(\n mul(\n  z, x,\n ),\n mul( rest( z ), y )\n)'],
    ['with a comment between', 'mul(z, x), mul(rest', 'add(x, x), mul(rest'],
  ])('%s', (_, from, to = 'add(x, y)') => {
    expect(edited({ [from]: to })).not.toContain('// the first share');
  });

  test('in other quotes', () => {
    expect(edited({ '"the gate"': "'open'" })).toContain("gate(x, 'open')");
  });

  test('in a private helper, a function or a constant', () => {
    expect(edited({ 'mul(x, half)': 'x' })).toContain('return add(x, what.length);');
    expect(edited({ '1 / 2': '1 / 3' })).toContain('const half = 1 / 3;');
  });

  test('in the function, where a helper has it too', () => {
    expect(edited({ 'mul(z': 'add(z' })).toContain('add(z, x), // the first share');
  });
});

test('edits of one mistake are applied together, to the text as it was', () => {
  const text = edited({ 'mul(z, x)': 'mul(rest(z), y)', 'mul(rest(z), y)': 'mul(z, x)' });
  expect(text).toContain('mul(rest(z), y), // the first share\n    mul(z, x),\n');
});

test('what an edit names of the core, and tfjs, is imported where it is lacking', () => {
  const text = edited({ 'rest(z), y': 'square(tf.neg(y)), split' });
  expect(text).toContain("import * as tf from '@tensorflow/tfjs-core';");
  expect(text).toContain("import { square, split } from '../core/index.js';");
  expect(edited({ 'rest(z), y': 'add(x, mul(y, x.square)), other(z)' })).not.toMatch(
    /square }|import \* as tf/,
  );
});

test('a mistake holds what it stands on and nothing else', () => {
  const text = edited({ 'rest(z), y': 'z, y' });
  expect(text).toContain('function gate');
  expect(text).not.toMatch(/rest|unused|other/);
});

describe('is refused with file and line:', () => {
  const at = `${path}:5: `;
  test.each([
    [
      'a text that is not there, with what is nearest',
      { 'mul(rest(z), x)': 'z' },
      `${at}'mul(rest(z), x)' does not stand in 'mix' of src/layers/mix.ts. Nearest to it is 'mul(rest(z), y)'.`,
    ],
    [
      'a text that is not there, with what is nearest in a helper',
      { 'mul(y, half)': 'z' },
      `${at}'mul(y, half)' does not stand in 'mix' of src/layers/mix.ts. Nearest to it is 'mul(x, half)'.`,
    ],
    [
      'a text that is like none',
      { while: '' },
      `${at}'while' does not stand in 'mix' of src/layers/mix.ts. Copy the text from there.`,
    ],
    [
      'a text of another function',
      { 'mul(x, 7)': 'x' },
      `${at}'mul(x, 7)' does not stand in 'mix' of src/layers/mix.ts. Nearest to it is 'mul(x, half)'.`,
    ],
    [
      'a text of an exported function that the function calls: another task teaches it',
      { 'mul(x, 7)': 'x' },
      `${at}'mul(x, 7)' does not stand in 'mix' of src/layers/mix.ts.`,
      library.replace('mul(rest(z), y)', 'mul(rest(z), other(y))'),
    ],
    [
      'a text that stands there twice',
      { mul: 'add' },
      `${at}'mul' stands 2 times in src/layers/mix.ts. Take in more of what is around the one that is meant.`,
    ],
    [
      'a text that stands in two helpers',
      { 'add(mul(': 'mul(add(' },
      `${at}'add(mul(' stands 2 times in src/layers/mix.ts.`,
      library.replace('return add(\n    mul(z, x), // the first share\n', 'return add(z,\n'),
    ],
    [
      'texts that overlap',
      { 'mul(rest(z)': 'add(z', 'rest(z), y': 'y' },
      `${at}'rest(z), y' overlaps 'mul(rest(z)'. Make one edit of the two.`,
    ],
    [
      'what cannot be read',
      { 'rest(z)': 'rest((z)' },
      `${at}leaves code that cannot be read: ')' expected. Mend the edits.`,
    ],
    ['a function that is gone', { 'function mix': 'function mixed' }, "leaves no function 'mix'."],
  ])('%s', (_, edit, message, text = library) => {
    write('src/layers/mix.ts', text);
    expect(() => edited(edit)).toThrow(message);
  });

  test.each([
    ['no edit', 'edit: {}', 'write each edit out'],
    ['an edit that is computed', 'edit: { [`${1}`]: "x" }', 'write each edit out'],
    ['neither edit nor function', 'sign: 1', 'write its function out here'],
  ])('%s', (_, how, message) => {
    expect(() => read(slip(how))).toThrow(`${path}:`);
    expect(() => read(slip(how))).toThrow(message);
  });
});

describe('a wrong version', () => {
  const wrong = (how: string) => {
    const { bank, sources } = read(slip(how));
    return exportedAs('mix', wrongBody(task, taughtFunction(task, lesson, sources), bank));
  };

  test('may be an edit of the function', () => {
    const text = wrong("edit: { 'mul(z, x)': 'mul(z, y)', 'half)': 'half * 3)' }");
    expect(text).toMatch(/^export function mix\(x: tf.Tensor2D, y: tf.Tensor2D\)/);
    expect(text).toContain('mul(z, y), // the first share');
    expect(text).not.toContain('half * 3');
  });

  test('may be written out', () => {
    const text = wrong('run: function named(x: tf.Tensor2D) {\n return x; }');
    expect(text).toBe('export function mix(x: tf.Tensor2D) {\n return x; }');
  });

  test('may not be an edit of helpers alone, which nobody would see', () => {
    expect(() => wrong("edit: { '1 / 2': '1' }")).toThrow(
      `${path}:5: is a wrong version: edit 'mix' itself, which is given out, and not a helper alone.`,
    );
  });
});

test('slashes, strings and templates are read as TypeScript reads them', () => {
  write(
    'src/layers/mix.ts',
    `export function mix(x: string, y: number): string {
  const kept = x.replace(/[^a-z'/]/g, '') + 'it\\'s' + y / 2 / 3;
  return \`\${kept.length > 1 ? \`a \${kept}\` : ''} / b\`;
}
`,
  );
  expect(edited({ "/[^a-z'/]/g, ''": '/x/g' })).toContain('x.replace(/x/g)');
  expect(edited({ 'y / 2': 'y' })).toContain("'it\\'s' + y / 3");
  expect(edited({ '`a ${kept}`': 'kept' })).toContain("`${kept.length > 1 ? kept : ''} / b`");
});
