import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { law } from '../../grader/checks/index.js';
import type { Lesson, Task } from '../../grader/task.js';
import { projectFile } from '../../src/core/files.js';
import { compileLessons, makeKey, makeStub } from './compile.js';
import { withoutFormula } from './docstrings.js';
import { writeMade } from './made-file.js';
import { rulesOf } from './rules.js';
import { smallLesson, withTask } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

let project: SmallProject;
beforeEach(() => {
  project = new SmallProject();
});
afterEach(() => {
  project.remove();
});

const stub = (lesson: Lesson = smallLesson, lessons: readonly Lesson[] = [lesson]) =>
  makeStub(project.root, lesson, lessons);
const key = (lesson: Lesson = smallLesson, lessons: readonly Lesson[] = [lesson]) =>
  makeKey(project.root, lesson, lessons);

const scaleFile = 'src/layers/scale.ts';
const squareFile = 'src/metrics/mean-square.ts';

test('a stub has the contract and no body', async () => {
  const text = await stub();
  expect(text).toContain("import * as tf from '@tensorflow/tfjs-core';");
  expect(text).toContain(
    "import { Unsolved, add, mean, mul, shape, square } from '../src/core/index.js';",
  );
  expect(text).toContain(
    'export interface ScaleParams {\n  /** [D] */\n  readonly w: tf.Tensor1D;',
  );
  expect(text).toContain(' *   y[b, d] = x[b, d] w[d] + bias[d]');
  expect(text).toContain(
    "export function scale(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {\n  throw new Unsolved('scale');\n}",
  );
});

test('a derive task keeps its formula to itself', async () => {
  const text = await stub();
  expect(text).not.toContain('x[b, d] squared');
  expect(text).toContain(' * The mean of the squares of each row.\n *\n * Never negative.');
  expect(await key()).toContain('x[b, d] squared');
});

test('a debug task gives out the wrong body, what it stands on, and no comment that tells', async () => {
  const text = await stub();
  expect(text).toContain('const y = named(p, x);\n  return y;');
  expect(text).toContain('function named(p: ScaleParams');
  expect(text).not.toContain('this comment would tell');
  expect(text).toContain(
    '/**\n * Scales what was scaled.\n *\n * @param x rows, [B, D]\n *\n * Graded: values on 2 inputs. What the given code does right already earns no points.\n',
  );
});

test('a stub ends its contract with the rules of its task', async () => {
  const lesson = withTask('scale', {
    forbidden: ['tf.valueAndGrad', 'tf.layers', 'core.numericGradient'],
    accepts: ['the result in integers'],
  });
  const text = await stub(lesson);
  expect(text).toContain(` * @param x rows, [B, D]
 *
 * Graded: values on 2 inputs; its gradient, taken by tfjs, with respect to p.w, p.b and x.
 * Also accepted: the result in integers.
 * May call: tfjs and src/core.
 * May not call: anything in tfjs that differentiates, such as tf.grad; tf.layers; numericGradient
 * of src/core; the functions of other tasks (this one is graded without them).
 */
export function scale(`);
  expect(text).toContain(' * May call: tfjs, src/core and scale (task scale).\n');
  expect(await key(lesson)).not.toContain('Graded:');
});

test('what a task needs is followed on, and answers of the core are named', () => {
  const [scale, twice, square] = smallLesson.tasks;
  if (scale === undefined || twice === undefined || square === undefined) throw new Error();
  const mean: Task = { ...square, needs: ['scale-twice'], from: 'src/core/ops.ts' };
  const checks = [
    ...square.checks,
    law({ title: 'a', share: 0, holds: () => Promise.resolve(undefined) }),
    law({ title: 'b', share: 0.1, holds: () => Promise.resolve(undefined) }),
  ];
  const lesson = { ...smallLesson, needs: ['01-rnn', '02-gru'], tasks: [scale, twice, mean] };
  expect(rulesOf({ ...mean, checks }, lesson, '`')).toEqual({
    graded: 'Graded: values on 2 inputs; the laws "a" and "b".',
    mayCall:
      'May call: tfjs, `src/core`, `scale` (task `scale`), `scaleTwice` (task `scale-twice`) and the functions of lessons 01 and 02.',
    mayNotCall: 'May not call: `meanSquare` of `src/core`.',
  });
  expect(rulesOf(scale, lesson).mayNotCall).toBe(
    'May not call: the functions of other tasks, here and in src/core (this one is graded without them).',
  );
});

test('a debug task may give out an edit of the key', async () => {
  const bank = 'lessons/90-small/mistakes/scale-twice.ts';
  const whole = project.read(bank);
  const written = whole.slice(whole.indexOf('run: function'), whole.indexOf('    },\n    thrice'));
  project.edit(bank, written, "edit: { 'scale(p, scale(p, x))': 'square(scale(p, x))' },\n");
  project.edit(scaleFile, 'return scale(p', '// this comment would tell\n  return scale(p');
  const text = await stub();
  expect(text).toContain(
    'export function scaleTwice(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {\n  return square(scale(p, x));\n}',
  );
  expect(text).toMatch(/^import \{.* square \} from '..\/src\/core\/index.js';$/m);
  expect(text).not.toContain('would tell');
  expect(await key()).toContain('  // this comment would tell\n  return scale(p, scale(p, x));');
});

test('a private helper is in the key, and in the stub only where the contract links to it', async () => {
  expect(await key()).toContain('function squares(x: tf.Tensor2D)');
  expect(await stub()).not.toContain('squares(');
  project.edit(squareFile, 'Never negative.', 'Takes {@link squares}.');
  expect(await stub()).toContain('/** The squares of all entries. */\nfunction squares(');
});

test('the key is the library, word by word', async () => {
  const text = await key();
  expect(text).toContain("  shape('B D', x, 'scale x');\n  return add(mul(x, p.w), p.b);");
  expect(text).toContain('return scale(p, scale(p, x));');
  expect(text).not.toContain('Unsolved');
});

test("a function of an earlier lesson is imported from that lesson's exercise", async () => {
  const later: Lesson = {
    ...withTask('scale-twice', { needs: [] }),
    stem: '91-later',
    needs: ['90-small'],
  };
  const tasks = later.tasks.filter(({ id }) => id === 'scale-twice');
  const earlier: Lesson = { ...smallLesson, tasks: smallLesson.tasks.slice(0, 1) };
  const text = await key({ ...later, tasks }, [earlier, later]);
  expect(text).toContain("import { scale } from './90-small.js';");
  expect(text).not.toContain('function scale(');
});

test('what the core exports comes from the core, in whichever lesson it is taught', async () => {
  const [scale] = smallLesson.tasks;
  if (scale === undefined) throw new Error('the small lesson has no task');
  const square = { ...scale, id: 'square', name: 'square', from: 'src/core/ops.ts' };
  const earlier: Lesson = { ...smallLesson, stem: '89-before', tasks: [square] };
  const later: Lesson = { ...smallLesson, needs: ['89-before'] };
  const text = await key(later, [earlier, later]);
  expect(text).toContain("import { add, mean, mul, shape, square } from '../src/core/index.js';");
  expect(text).not.toContain('./89-before.js');
});

const run = promisify(execFile);

/** What a TypeScript compiler of the project says of the made files. */
async function typeErrors(compiler: string, options: Readonly<Record<string, unknown>>) {
  const name = `tsconfig.${String(options['module'])}.json`;
  const strict = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    target: 'ES2022',
  };
  const compilerOptions = { ...strict, ...options };
  project.write(
    name,
    JSON.stringify({ compilerOptions, include: ['exercises', 'solutions', 'lab'] }),
  );
  const tsc = projectFile(`node_modules/${compiler}/lib/tsc.js`);
  return run(process.execPath, [tsc, '-p', join(project.root, name)]).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
}

test('everything made passes the types of both compilers', async () => {
  const { files, problems } = await compileLessons(project.root, [smallLesson]);
  expect(problems).toEqual([]);
  for (const file of files) writeMade(project.root, file);
  const errors = await Promise.all([
    typeErrors('typescript', { module: 'NodeNext', verbatimModuleSyntax: true }),
    typeErrors('@tslab/typescript-for-tslab', { module: 'CommonJS', moduleResolution: 'node10' }),
  ]);
  expect(errors).toEqual(['', '']);
});

test('the library stays, whatever is wrong with one lesson', async () => {
  const broken: Lesson = { ...smallLesson, stem: '91-broken' };
  const { files, problems } = await compileLessons(project.root, [smallLesson, broken]);
  expect(files.map(({ path }) => path)).toContain('exercises/90-small.ts');
  expect(problems.map(({ message }) => message)).toContain(
    'lessons/91-broken/lesson.md:1: is missing. Write the text of the lesson there.',
  );
});

test('the formula is what is indented behind the first paragraph, nothing else', () => {
  const comment = [
    '/**',
    ' * A.',
    ' *',
    ' *   f = 1',
    ' *       + 2',
    ' *',
    ' * B.',
    ' *',
    ' *   example',
    ' */',
  ];
  expect(withoutFormula(comment.join('\n'))).toBe('/**\n * A.\n *\n * B.\n *\n *   example\n */');
  expect(withoutFormula('/** A. */')).toBe('/** A. */');
  expect(withoutFormula('/**\n * A.\n *\n * B.\n */')).toBe('/**\n * A.\n *\n * B.\n */');
});
