import * as acorn from 'acorn';
import { expect, test } from 'vitest';
import * as core from '../../src/core/index.js';
import { lesson } from '../testing/lesson/tasks.js';
import { answersWith } from '../testing/lesson-home.js';
import { mostArguments } from './arguments.js';
import { compile } from './compile.js';

/** How many parameters a function declares, optional ones too. */
function parametersOf(f: unknown): number {
  const [statement] = acorn.parse(`(${String(f)})`, { ecmaVersion: 2022 }).body;
  if (statement?.type !== 'ExpressionStatement') throw new Error('no function');
  const { expression } = statement;
  if (!('params' in expression)) throw new Error('no parameters');
  return expression.params.length;
}

test('the table is true of core', () => {
  const known: Readonly<Record<string, unknown>> = core;
  for (const [name, most] of Object.entries(mostArguments))
    expect([name, parametersOf(known[name])]).toEqual([name, most]);
});

async function slipIn(call: string) {
  const [task] = lesson.tasks;
  if (task === undefined) throw new Error('the test lesson has no task');
  const text = answersWith('return div(', `${call}\n  return div(`);
  const compiled = await compile(text, { task, lesson, file: 'exercises/00-engine.ts' });
  return compiled.kind === 'code' ? compiled.slip : compiled.kind;
}

test('a call of core with too many arguments is named with its line', async () => {
  expect(await slipIn('sub(x, x, x);')).toBe(
    'Line 8: sub takes 2 arguments and is given 3: the last one is dropped.',
  );
  expect(await slipIn('exp(x, x, x);')).toBe(
    'Line 8: exp takes 1 argument and is given 3: the last 2 are dropped.',
  );
});

test('as many as it takes, a spread, and what is not of core are nobody’s slip', async () => {
  expect(await slipIn('sub(x, x); sub(...[x, x, x]);')).toBeUndefined();
  expect(await slipIn('Math.max(1, 2, 3); tf.neg(x);')).toBeUndefined();
});
