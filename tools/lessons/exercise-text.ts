import ts from 'typescript';
import { contractOf, docstring } from './docstrings.js';
import type { Copied, Plan, PlannedTask } from './exercise-plan.js';
import { usedNames } from '../../grader/sources/names.js';
import { exportedAs, type Body } from '../../grader/sources/taught-function.js';

/**
 * The text of the exercise file: signatures and contracts, bodies to be written.
 *
 * @param wrong plans of the debug tasks with the wrong body in place, by task
 */
export function stubText(plan: Plan, wrong: ReadonlyMap<string, Plan>): string {
  const plans = [plan, ...wrong.values()];
  const all = plans.flatMap(({ tasks }) => tasks).flatMap((t) => [...t.types, ...t.helpers]);
  const written = new Set<string>();
  const parts = plan.tasks.flatMap((planned) => {
    const { id } = planned.task;
    const wrongBody = wrong.get(id)?.tasks[0]?.body;
    const body =
      wrongBody === undefined ? `{\n  throw new Unsolved('${id}');\n}` : withoutComments(wrongBody);
    const wanted = wantedNames(planned, wrongBody, all);
    const above = all.filter(({ declaration: { name } }) => {
      const first = wanted.has(name) && !written.has(name);
      if (first) written.add(name);
      return first;
    });
    const task = documented(
      contractOf(planned, plan.lesson),
      `${signature(planned.taught)} ${body}`,
    );
    return [...above.map(copiedText), task];
  });
  const unsolved = wrong.size < plan.tasks.length ? ['Unsolved'] : [];
  return [imports(plans, unsolved), ...parts].join('\n\n');
}

/** The text of the answer key, or of a submission with other bodies: everything written out. */
export function keyText(plan: Plan): string {
  const parts = plan.tasks.flatMap((planned) => [
    ...[...planned.types, ...planned.helpers].map(copiedText),
    documented(
      docstring(planned.taught.source, planned.taught.node),
      exportedAs(planned.task.name, planned.body),
    ),
  ]);
  return [imports([plan], []), ...parts].join('\n\n');
}

function documented(comment: string, text: string): string {
  return comment === '' ? text : `${comment}\n${text}`;
}

function signature({ source, node }: Body): string {
  const { text } = source.syntax;
  return text.slice(node.getStart(source.syntax), node.body?.getStart(source.syntax)).trim();
}

/** A wrong body as it is given out: a comment in it could tell what is wrong. */
function withoutComments({ source, node }: Body): string {
  if (node.body === undefined) return '{}';
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, node.body, source.syntax);
}

/**
 * Types of a stub's signature, helpers that are given, what a wrong body needs, and what those
 * need.
 */
function wantedNames(
  { taught: { node }, given }: PlannedTask,
  wrong: Body | undefined,
  all: readonly Copied[],
): Set<string> {
  const parts = [...(node.typeParameters ?? []), ...node.parameters, node.type, wrong?.node];
  const wanted = new Set(given);
  for (const part of parts)
    if (part !== undefined) for (const name of usedNames(part)) wanted.add(name);
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const { declaration } of all)
      if (wanted.has(declaration.name))
        for (const name of usedNames(declaration.node)) wanted.add(name);
  }
  return wanted;
}

function copiedText({ source, declaration }: Copied): string {
  const { node, kind } = declaration;
  const text = node.getText(source.syntax).replace(/^export\s+/, '');
  return documented(docstring(source, node), kind === 'type' ? `export ${text}` : text);
}

function imports(plans: readonly Plan[], unsolved: readonly string[]): string {
  const values = new Set([...plans.flatMap((plan) => [...plan.coreValues]), ...unsolved]);
  const types = new Set(plans.flatMap((plan) => [...plan.coreTypes]));
  const core = [...[...values].sort(), ...[...types].sort().map((name) => `type ${name}`)];
  const lines = ["import * as tf from '@tensorflow/tfjs-core';"];
  if (core.length > 0) lines.push(`import { ${core.join(', ')} } from '../src/core/index.js';`);
  const earlier = new Map<string, Set<string>>();
  for (const plan of plans)
    for (const [stem, names] of plan.earlier)
      earlier.set(stem, new Set([...(earlier.get(stem) ?? []), ...names]));
  for (const [stem, names] of earlier)
    lines.push(`import { ${[...names].sort().join(', ')} } from './${stem}.js';`);
  return lines.join('\n');
}
