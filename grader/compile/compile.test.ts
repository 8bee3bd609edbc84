import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Lesson, Task } from '../task.js';
import { compile } from './compile.js';

const task = (id: string, name: string, more: Partial<Task> = {}): Task => ({
  id,
  name,
  title: id,
  from: 'src/x.ts',
  kind: 'write',
  core: true,
  points: 1,
  difficulty: 1,
  minutes: 5,
  needs: [],
  forbidden: [],
  hints: [],
  checks: [],
  ...more,
});

const softmax = task('softmax', 'softmax', { forbidden: ['tf.softmax', 'tf.grad'] });
const twice = task('twice', 'twice', { needs: ['softmax'] });
const other = task('other', 'other');
const lesson: Lesson = {
  stem: '01-rnn',
  title: '',
  version: 1,
  needs: ['00-start'],
  tasks: [softmax, twice, other],
};

const head = `import * as tf from '@tensorflow/tfjs-core';
import { Unsolved, sum } from '../src/core/index.js';
`;
const compiled = (source: string, of: Task = softmax, stub?: string) =>
  compile(source, { file: '01-rnn.ts', task: of, lesson, ...(stub !== undefined && { stub }) });
const body = (text: string) =>
  `${head}export function softmax(x: tf.Tensor2D): tf.Tensor2D {\n${text}\n}\n`;

/** Runs compiled code with stand-ins for what it asks for. */
async function run(
  source: string,
  of: Task,
  modules: Record<string, Record<string, unknown>> = {},
): Promise<unknown> {
  const result = await compiled(source, of);
  if (result.kind !== 'code') throw new Error(JSON.stringify(result));
  const { code, imports } = result;
  const start = compileFunction(
    `'use strict'; ${code}`,
    imports.map(({ local }) => local),
  ) as (...given: unknown[]) => Record<string, (x: number) => unknown>;
  const exports = start(...imports.map(({ module, name }) => modules[module]?.[name]));
  return exports[of.name]?.(3);
}

describe('a task’s function', () => {
  it.each([
    ['a declaration', 'export function other(x: number): number { return x + 1; }'],
    ['an arrow', 'export const other = (x: number) => x + 1;'],
    ['a list of exports', 'function other(x: number) { return x + 1; } export { other };'],
    ['another name', 'const plus = (x: number) => x + 1, zero = 0; export { plus as other };'],
    [
      'with helpers',
      'const one = () => unit.value; const unit = { value: 1 }; export const other = (x: number) => x + one();',
    ],
    [
      'with what is done at the top',
      'let n = 0; n += 1; export const other = (x: number) => x + n;',
    ],
    [
      'with names that modules have elsewhere',
      'const exports = 1, module = 0; export const other = (x: number) => x + exports + module;',
    ],
    [
      'with names of other tasks for variables of its own',
      `const plus = (softmax: number) => { const twice = softmax; return twice + 1; };
       export const other = (x: number) => { try { return plus(x); } catch (softmax) { return softmax; } };`,
    ],
    [
      'with an import that only others use',
      `import { readFileSync } from 'node:fs'; import 'node:os'; export * from 'node:path';
       export const softmax = () => readFileSync('x'); export const other = (x: number) => x + 1;`,
    ],
    [
      'beside others in one pattern',
      `const make = () => ({ twice: (x: number) => 2 * x, other: (x: number) => x + 1, one: 1 });
       export const { twice = 0, other, one: softmax } = make();`,
    ],
    [
      'beside others in one list',
      'const add = (n: number) => (x: number) => x + n; export const [twice, other] = [add(2), add(1)];',
    ],
    [
      'with a helper that was made beside another task’s function',
      `const make = () => ({ twice: (x: number) => 2 * x, plus: (x: number) => x + 1 });
       export const { twice, plus } = make(); export const other = (x: number) => plus(x);`,
    ],
    ['with an enum', 'enum E { A = 1 } export const other = (x: number) => x + E.A;'],
  ])('may be written as %s', async (_, source) => {
    expect(await run(source, other)).toBe(4);
  });

  it('is missing where it is not exported', async () => {
    const missing = (declared: boolean, ...exported: readonly string[]) =>
      ({ kind: 'missing', declared, exported }) as const;
    expect(await compiled(`${head}function softmax() { return 1; }`)).toEqual(missing(true));
    expect(await compiled('')).toEqual(missing(false));
    expect(await compiled('export function softMax() {}')).toEqual(missing(false, 'softMax'));
    expect(await compiled('export default function softmax() {}')).toEqual(
      missing(true, 'default'),
    );
    expect(await compiled(`export * from '../src/core/index.js';`)).toEqual(missing(false));
  });

  it('is unattempted while it only throws Unsolved, or equals its stub', async () => {
    const stub = body('  return tf.exp(x);');
    const touched = body('  // a thought\n  return tf.exp( x ) as tf.Tensor2D;');
    expect(await compiled(body(`throw new Unsolved('softmax');`))).toEqual({ kind: 'unattempted' });
    expect(await compiled(touched, softmax, stub)).toEqual({ kind: 'unattempted' });
    expect(await compiled(body('return tf.log(x);'), softmax, stub)).toMatchObject({
      kind: 'code',
    });
    expect(await compiled(body(`throw new Error('x');`))).toMatchObject({ kind: 'code' });
  });
});

describe('one task alone', () => {
  const file = `export const softmax = (x: number) => x * 1000;
    export function twice(x: number) { return 2 * softmax(x); }
    export function other(x: number) { return twice(x); }
    console.log(twice(1));`;

  it('gets the reference’s function for what it needs', async () => {
    expect(await run(file, twice, { references: { softmax: (x: number) => x + 1 } })).toBe(8);
  });

  it('gets it also where it declares that itself beside its own', async () => {
    const source = `const make = () => ({ softmax: () => 0, half: (x: number) => x / 2 });
      export const { softmax, half } = make(); export const twice = (x: number) => half(softmax(x));`;
    expect(await run(source, twice, { references: { softmax: (x: number) => x + 1 } })).toBe(2);
  });

  it('gets what that needs in turn, and its imports before that', async () => {
    const thrice = task('thrice', 'thrice', { needs: ['twice'] });
    const tasks = {
      lesson: { ...lesson, tasks: [...lesson.tasks, thrice] },
      task: thrice,
      file: '',
    };
    const source = `import { twice } from '../src/core/index.js';
      export const softmax = () => 0; export const thrice = (x: number) => softmax(twice(x));`;
    expect(await compile(source, tasks)).toMatchObject({
      imports: [
        { local: 'twice', module: 'core', name: 'twice' },
        { local: 'softmax', module: 'references', name: 'softmax' },
      ],
      rules: { needed: ['softmax', 'twice'], withheld: ['other', 'thrice'] },
    });
  });

  it('may not call another task’s function, and is told before anything runs', async () => {
    const source = `${head}const help = (x: number) => {
        return twice(x);
      };
      export const other = (x: number) => help(x);`;
    expect(await compiled(source, other)).toEqual({
      kind: 'forbidden',
      what: 'twice',
      line: 4,
      message:
        'other may not call twice: it belongs to the task twice, which is graded on its own. Write what you need of it in a function of your own.',
    });
    const allowed = await compiled('export const twice = (x: number) => other(x);', twice);
    expect(allowed).toHaveProperty('message', expect.stringContaining('Call softmax, or write'));
    const hidden = `export const other = (x: number) => { const f = (twice: number) => twice; return f(twice(x)); };`;
    expect(await compiled(hidden, other)).toMatchObject({ kind: 'forbidden', what: 'twice' });
  });

  it('has nothing around it but its imports', async () => {
    const source = `import { a, b } from '../src/core/index.js'; const top: any = this, given = arguments;
      export const other = () => [top, given.length, given[0], b];`;
    expect(await run(source, other, { core: { a: 1, b: 2 } })).toEqual([undefined, 1, 2, 2]);
  });

  it('loads although the file tries out other tasks at its top', async () => {
    const source = `export const other = (x: number) => x + 1;
      export const twice = (x: number) => 2 * x;
      const tried = [twice(1)].map(other); if (other(2) !== twice(1)) twice(tried.length);`;
    expect(await run(source, other)).toBe(4);
  });

  it('is not judged by what other tasks use', async () => {
    const source = `${head}const help = (x) => tf.softmax(x);
      export function softmax(x) { return tf.exp(x); }
      export function other(x) { return help(process.exit(x)); }`;
    expect(await compiled(source)).toMatchObject({ kind: 'code' });
    expect(await compiled(source, other)).toMatchObject({
      kind: 'forbidden',
      what: 'process',
      line: 5,
    });
  });
});

describe('imports', () => {
  it.each([
    ['fs', `import f from 'fs';`],
    ['node:fs', `import { readFileSync as f } from 'node:fs';`],
    ['../src/layers/rnn.js', `import { rnnCell as f } from '../src/layers/rnn.js';`],
    ['../src/core/../layers/rnn.js', `import { f } from '../src/core/../layers/rnn.js';`],
    ['./02-gru.js', `import { f } from './02-gru.js';`],
    ['@tensorflow/tfjs', `import * as f from '@tensorflow/tfjs';`],
  ])('are refused outside the list where they are used: %s', async (what, line) => {
    const result = await compiled(`\n\n\n${line}\nexport const softmax = (x) => f(x);`);
    expect(result).toMatchObject({ kind: 'forbidden-import', what, line: 4 });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(
        /^softmax uses \w+ from ".*", which cannot .* are graded as they are\.$/,
      ),
    );
  });

  it('are refused outside the list where one is handed in', async () => {
    const source = `export { softmax } from '../solutions/01-rnn.js';`;
    expect(await compiled(source)).toMatchObject({ kind: 'forbidden-import', line: 1 });
    expect(await compiled(`${source} export const other = () => 1;`, other)).toMatchObject({
      kind: 'code',
    });
  });

  it('may be core, tfjs-core and earlier lessons; types cost nothing', async () => {
    const source = `import type { Stats } from 'node:fs'; import { dense } from './00-start';
      import { add } from '../src/core/ops.js'; export const other = (x: number) => [dense(x), add(x)];`;
    const modules = {
      './00-start.js': { dense: (x: number) => -x },
      core: { add: () => 'a' },
    };
    expect(await run(source, other, modules)).toEqual([-3, 'a']);
  });
});

describe('forbidden ways', () => {
  it.each([
    ['tf.softmax', 'return tf.softmax(x);'],
    ['tf.softmax', `return tf['softmax'](x);`],
    ['tf.softmax', 'return tf[`softmax`](x);'],
    ['tf.softmax', 'return tf?.softmax(x);'],
    ['tf.softmax', 'const t = tf; return t.softmax(x);'],
    ['tf.softmax', 'const f = tf.softmax; return f(x);'],
    ['tf.softmax', 'const { softmax: s } = tf; return s(x);'],
    ['tf.softmax', 'let u = tf; const v = u; const { softmax } = v; return softmax(x);'],
    ['tf.grad', 'return tf.grad(f)(x);'],
    ['tf.variableGrads', 'return tf.variableGrads(f);'],
    ['tf.train', 'return tf.train.sgd(1);'],
    ['tf.engine', 'return tf.engine().runKernel("Softmax", { logits: x });'],
    ['import()', `return import('fs');`],
    ['import.meta', 'return import.meta.url;'],
    ['process', 'return process.env.HOME;'],
    ['require', `return require('fs');`],
    ['eval', `return eval('1');`],
    ['Function', `return new Function('return 1')();`],
    ['Function', `return Function('return 1')();`],
    ['tf.softmax', 'const f = () => t.softmax(x); const t = tf; return f();'],
    ['tf.softmax', 'const { softmax: s } = tf; return [x].map((y) => s(y));'],
  ])('are seen in the text: %s in %s', async (what, text) => {
    const result = await compiled(body(text));
    expect(result).toMatchObject({ kind: 'forbidden', what, line: 4 });
    expect(result).toHaveProperty('message', expect.stringContaining(`${what} may not be used`));
  });

  it('are seen under another name, in helpers, and in what is handed in at once', async () => {
    const import1 = `import { softmax as s } from '@tensorflow/tfjs-core'; export const softmax = (x) => s(x);`;
    const import2 = `import { softmax as s } from '../src/core/index.js'; const help = s; export const softmax = (x) => help(x);`;
    const reexport = `export { softmax } from '../src/core/index.js';`;
    expect(await compiled(import1)).toMatchObject({ kind: 'forbidden', what: 'tf.softmax' });
    expect(await compiled(import2)).toMatchObject({ kind: 'forbidden', what: 'core.softmax' });
    expect(await compiled(reexport)).toMatchObject({ kind: 'forbidden', what: 'core.softmax' });
  });

  it('are not seen where there are none', async () => {
    const text = `const process = { exit: 1 }, o = { softmax: 2, eval: 3 }; return [process.exit, o.softmax, o.eval, 'tf.softmax'];`;
    expect(await compiled(body(text))).toMatchObject({ kind: 'code' });
    expect(
      await compiled(`import { softmax as s } from '../src/core/index.js'; ${body('return x;')}`),
    ).toMatchObject({
      kind: 'code',
      rules: { withheld: ['softmax', 'twice', 'other'] },
    });
    const needing = await compiled(`${head}export const twice = (x) => tf.softmax(x);`, twice);
    expect(needing).toMatchObject({ rules: { withheld: ['twice', 'other'], needed: ['softmax'] } });
  });

  it.each([
    ['a variable of another function', 'const f = (y: any) => y; return f(x);'],
    ['a parameter', 'return [x].map((f) => f);'],
    ['what is caught', 'try { return x; } catch (f) { return f; }'],
    ['a function that names itself', 'return (function f(n: any): any { return n && f(0); })(1);'],
    ['a function', 'function f(y: any) { return y; } return f(x);'],
    ['a class', 'return new (class f { t = f; })();'],
    ['what a thing is', 'return (x as unknown) instanceof Function;'],
  ])('are not taken for what only has their name: %s', async (_, text) => {
    const aliased = 'export const other = () => { const { softmax: f } = tf; return f; };';
    expect(await compiled(`${aliased}${body(text)}`)).toMatchObject({ kind: 'code' });
  });

  it.each([
    ['tf.logSumExp', 'return tf.sub(x, tf.logSumExp(x, 1, true));'],
    ['tf.losses.softmaxCrossEntropy', 'return tf.losses.softmaxCrossEntropy(x, x);'],
    ['core.logSoftmax', 'return core.logSoftmax(x);'],
    ['00-start.logSoftmax', 'return start.logSoftmax(x);'],
    ['00-start.numericGradient', 'return numeric(softmax, x);'],
    ['core.numericGradient', 'return core.numericGradient(softmax, x);'],
    ['tf.customGrad', 'return tf.customGrad(x);'],
  ])('include other ways to the same, wherever they come from: %s', async (what, text) => {
    const imports = `import * as core from '../src/core/index.js'; import * as start from './00-start.js';
      import { numericGradient as numeric } from './00-start.js';`;
    const result = await compiled(`${imports}${body(text)}`);
    expect(result).toMatchObject({ kind: 'forbidden', what });
  });

  it('include waiting at the top', async () => {
    const source = `const n = await Promise.resolve(1);\nexport const other = () => n;`;
    expect(await compiled(source, other)).toMatchObject({ kind: 'forbidden', line: 1 });
  });
});

describe('a file made to take long', () => {
  it.each([
    ['names that lean on each other', (i: number) => `const a${String(i)} = a${String(i + 1)};`],
    ['statements', (i: number) => `let b${String(i)} = a0; b${String(i)};`],
  ])('is compiled all the same: %s', async (_, line) => {
    const lines = Array.from({ length: 3_000 }, (__, i) => line(i)).join('\n');
    const source = `const a3000 = 1, a0_ = 2;\n${lines}\nexport const other = () => a0;`;
    expect(await compiled(source, other)).toMatchObject({ kind: 'code' });
  });
});

describe('files that are no code', () => {
  it('say where they stop being read', async () => {
    expect(await compiled(`${head}export function softmax(x) {\n  return x +;\n}`)).toEqual({
      kind: 'syntax-error',
      message: 'Unexpected ";"',
      line: 4,
      column: 13,
      text: '  return x +;',
    });
  });

  it.each([
    ['broken bytes', '\u0000\uFFFD\uFFFD'],
    ['a picture', '\u0089PNG\r\n\u001a'],
    ['brackets without end', '('.repeat(100_000)],
    ['brackets in brackets', `export const softmax = ${'['.repeat(20_000)}${']'.repeat(20_000)};`],
    ['thousands of errors', 'const a = 1;\n'.repeat(3_000)],
    ['100,000 long lines', 'const a = 1;\n'.repeat(100_000)],
    ['duplicate names', 'const a = 1; const a = 2; export const softmax = a;'],
  ])('are refused whatever they are: %s', async (_, source) => {
    expect(await compiled(source)).toMatchObject({ kind: 'syntax-error' });
  });
});
