import { expect, test } from 'vitest';
import { values } from '../checks/index.js';
import { testHome } from '../testing/lesson-home.js';
import { taskOf } from '../testing/small-task.js';
import { StandIn, tensor, type Value } from '../value.js';
import { reproProgram } from './program.js';

const check = values({ cases: [], share: 1, title: 'values' });

function programFor(args: Readonly<Record<string, Value>>, fault = 'entries'): string {
  const asked = { name: 'x', args };
  const failing = { kind: 'case', check, asked, fault, paths: [] } as const;
  return reproProgram(failing, taskOf([check]), testHome(), { as: 'cell' });
}

test('what has no type of its own stands in the call', () => {
  const text = programFor({ f: new StandIn('double'), before: [], given: undefined, n: 2 });
  expect(text).toContain('const n = 2;\n  show(twice(double, [], undefined, n));');
  expect(text).toContain(`import { double } from './lessons/00-engine/stand-ins.js';`);
});

test('an argument has another name than the function and what the program needs', () => {
  const text = programFor({ twice: tensor([1], [1]), show: tensor([1], [2]) });
  expect(text).toContain('show(twice(twice2, show2));');
});

test('two arguments that are alike keep their own names', () => {
  const text = programFor({ x: tensor([1], [1]), next: 1, k: 1, y: tensor([1], [1]) });
  expect(text).toContain('const next = 1;\n  const k = 1;\n');
  expect(text).toContain('show(twice(x, next, k, y));');
});

test('an argument that was changed is shown before and after; an answer that changes, twice', () => {
  const changed = programFor({ x: tensor([1], [1]), n: 3 }, 'changed');
  expect(changed).toContain('show({ before: { x } });\n  twice(x, n);\n  show({ after: { x } });');
  const twice = programFor({ x: tensor([1], [1]) }, 'twice');
  expect(twice.match(/show\(twice\(x\)\);/g)).toHaveLength(2);
});
