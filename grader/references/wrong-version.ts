import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as acorn from 'acorn';
import { full } from 'acorn-walk';
import type { LessonHome } from '../lesson-home.js';
import type { Task } from '../task.js';

/**
 * The function that a debug task gives out, as an exercise file would hold it.
 *
 * Its body exists once, as a known mistake; a submission that still has it is unattempted.
 */
export async function wrongVersion(home: LessonHome, task: Task): Promise<string | undefined> {
  if (task.wrongVersion === undefined) return undefined;
  const { transform } = await import('esbuild');
  const file = join(home.folder, 'mistakes', `${task.id}.ts`);
  const { code } = await transform(await readFile(file, 'utf8'), { loader: 'ts' });
  const program = acorn.parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  let text: string | undefined;
  full(program, (node) => {
    const mistake = node;
    if (mistake.type !== 'Property' || nameOf(mistake.key) !== task.wrongVersion) return;
    const run = propertyOf(mistake.value, 'run');
    if (run?.type === 'FunctionExpression') text = code.slice(run.start, run.end);
  });
  return text?.replace(
    /^(async )?function\s*\w*/,
    (_, before = '') => `export ${String(before)}function ${task.name}`,
  );
}

function nameOf(key: acorn.Expression | acorn.PrivateIdentifier): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

function propertyOf(value: acorn.Node, name: string): acorn.AnyNode | undefined {
  const record = value as acorn.AnyNode;
  if (record.type !== 'ObjectExpression') return undefined;
  const found = record.properties.find(
    (property) => property.type === 'Property' && nameOf(property.key) === name,
  );
  return found?.type === 'Property' ? found.value : undefined;
}
