/** What a submission's text shows that it may not use; the box traps what only running shows. */
import type * as acorn from 'acorn';
import { full, simple } from 'acorn-walk';
import { homeOf, moduleOf } from './imports.js';
import { boundNames, type Imported } from './parts.js';

/** A name of tfjs or core that the code uses, or a door out of the box. */
export interface Refusal {
  readonly what: string;
  readonly at: number;
  readonly message: string;
}

/** What comes in from outside by which local name. */
export interface Known {
  /** Local names of whole namespaces: `tf` -> `tf`, `t` -> `tf`, `start` -> `00-start`. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Local names of single imports: `s` -> `tf.softmax`. */
  readonly members: ReadonlyMap<string, string>;
  /** Every name that the file itself binds anywhere. */
  readonly bound: ReadonlySet<string>;
}

const doors: ReadonlyMap<string, string> = new Map([
  ['process', 'the process it runs in'],
  ['require', 'other modules'],
  ['eval', 'code made at run time'],
  ['Function', 'code made at run time'],
  ['fetch', 'the network'],
  ['WebAssembly', 'compiled code'],
  ['Buffer', "Node's buffers"],
  ['global', "Node's globals"],
]);

/** Learns the names that stand for tfjs, core and their parts. */
export function learnNames(program: acorn.Program, imports: readonly Imported[]): Known {
  const namespaces = new Map<string, string>();
  const members = new Map<string, string>();
  for (const { from, imported, local } of imports) {
    const module = moduleOf(from);
    if (module === undefined) continue;
    const home = homeOf(module);
    if (imported === '*') namespaces.set(local, home);
    else members.set(local, `${home}.${imported}`);
  }
  const bound = new Set<string>(imports.map(({ local }) => local));
  const aliases: acorn.VariableDeclarator[] = [];
  full(program, (node, _, type) => {
    if (node.type === 'Identifier' && type === 'VariablePattern') bound.add(node.name);
    if (node.type === 'VariableDeclarator' && node.init) aliases.push(node);
  });
  for (let before = -1; before !== namespaces.size + members.size;) {
    before = namespaces.size + members.size;
    for (const alias of aliases) learnAlias(alias, namespaces, members);
  }
  return { namespaces, members, bound };
}

/** `const t = tf` and `const { softmax: s } = tf`. */
function learnAlias(
  { id, init }: acorn.VariableDeclarator,
  namespaces: Map<string, string>,
  members: Map<string, string>,
): void {
  const path = init ? pathOf(init, { namespaces, members }) : undefined;
  if (path === undefined) return;
  if (id.type === 'Identifier') (path.includes('.') ? members : namespaces).set(id.name, path);
  if (id.type !== 'ObjectPattern') return;
  for (const property of id.properties)
    if (property.type === 'Property' && !property.computed)
      for (const name of boundNames(property.value))
        members.set(name, `${path}.${keyName(property.key)}`);
}

const keyName = (key: acorn.Expression): string =>
  key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';

/** `tf.losses.huberLoss` for a chain of members that begins at a known name. */
function pathOf(
  node: acorn.Expression | acorn.Super,
  known: Pick<Known, 'namespaces' | 'members'>,
): string | undefined {
  if (node.type === 'Identifier')
    return known.namespaces.get(node.name) ?? known.members.get(node.name);
  if (node.type === 'ChainExpression') return pathOf(node.expression, known);
  if (node.type !== 'MemberExpression') return undefined;
  const home = pathOf(node.object, known);
  const key = keyOf(node);
  return home === undefined || key === undefined ? undefined : `${home}.${key}`;
}

function keyOf({ property, computed }: acorn.MemberExpression): string | undefined {
  if (property.type === 'Identifier') return computed ? undefined : property.name;
  if (property.type === 'Literal') return String(property.value);
  if (property.type === 'TemplateLiteral' && property.expressions.length === 0)
    return property.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/**
 * The first thing in a part that may not be used, if any.
 *
 * @param isForbidden of a name such as `tf.softmax`
 */
export function refuse(
  node: acorn.Node,
  known: Known,
  isForbidden: (what: string) => boolean,
): Refusal | undefined {
  const found: Refusal[] = [];
  const look = (at: acorn.Node, path: string | undefined) => {
    if (path !== undefined && isForbidden(path)) found.push(forbiddenWay(path, at.start));
  };
  simple(node, {
    ImportExpression: ({ start }) => found.push(door('import()', 'other modules', start)),
    MetaProperty: ({ start, meta }) => {
      if (meta.name === 'import') found.push(door('import.meta', 'its own place on disk', start));
    },
    MemberExpression: (member) => {
      look(member, pathOf(member, known));
    },
    Identifier: (name) => {
      const reason = known.bound.has(name.name) ? undefined : doors.get(name.name);
      if (reason !== undefined) found.push(door(name.name, reason, name.start));
      look(name, known.members.get(name.name));
    },
  });
  return found.sort((a, b) => a.at - b.at)[0];
}

const forbiddenWay = (what: string, at: number): Refusal => ({
  what,
  at,
  message: `${what} may not be used in this task. Build what it does from simpler operations.`,
});

const door = (what: string, leadsTo: string, at: number): Refusal => ({
  what,
  at,
  message: `${what} may not be used in an exercise: it leads to ${leadsTo}. Remove it.`,
});
