/** What a submission's text shows that it may not use; the box traps what only running shows. */
import type * as acorn from 'acorn';
import { full, simple } from 'acorn-walk';
import { homeOf, moduleOf } from './imports.js';
import { boundIn, type Imported } from './parts.js';
import { Scopes, type Binding } from './scopes.js';

/** A name of tfjs or core that the code uses, or a door out of the box. */
export interface Refusal {
  readonly what: string;
  readonly at: number;
  readonly message: string;
}

/** What comes in from outside, and under which names. */
export interface Known {
  readonly scopes: Scopes;
  /** What declarations stand for: `tf` -> `tf`, `start` -> `00-start`, `s` -> `tf.softmax`. */
  readonly paths: ReadonlyMap<Binding, string>;
}

const doors: ReadonlyMap<string, string> = new Map([
  ['process', 'the process it runs in'],
  ['require', 'other modules'],
  ['eval', 'code made at run time'],
  ['fetch', 'the network'],
  ['WebAssembly', 'compiled code'],
  ['Buffer', "Node's buffers"],
  ['global', "Node's globals"],
]);

/** Doors only where they are called: `f instanceof Function` asks what something is. */
const calledDoors: ReadonlyMap<string, string> = new Map([['Function', 'code made at run time']]);

/** Learns the names that stand for tfjs, core and their parts. */
export function learnNames(program: acorn.Program, imports: readonly Imported[]): Known {
  const scopes = new Scopes(program);
  const paths = new Map<Binding, string>();
  for (const { from, imported, local } of imports) {
    const module = moduleOf(from);
    if (module === undefined) continue;
    const home = homeOf(module);
    paths.set(scopes.top(local), imported === '*' ? home : `${home}.${imported}`);
  }
  const aliases: acorn.VariableDeclarator[] = [];
  full(program, (node) => {
    if (node.type === 'VariableDeclarator' && node.init) aliases.push(node);
  });
  const known = { scopes, paths };
  for (let before = -1; before !== paths.size;) {
    before = paths.size;
    for (const alias of aliases)
      for (const [name, path] of namesFor(alias, known)) {
        const binding = scopes.meant(name);
        if (binding !== undefined) paths.set(binding, path);
      }
  }
  return known;
}

/** What a declaration gives other names to: `const t = tf` and `const { softmax: s } = tf`. */
function namesFor(
  { id, init }: acorn.VariableDeclarator,
  known: Known,
): readonly (readonly [acorn.Identifier, string])[] {
  const path = init ? pathOf(init, known) : undefined;
  if (path === undefined) return [];
  if (id.type === 'Identifier') return [[id, path]];
  if (id.type !== 'ObjectPattern') return [];
  return id.properties.flatMap((property) =>
    property.type === 'Property' && !property.computed
      ? boundIn(property.value).map((name) => [name, `${path}.${keyName(property.key)}`] as const)
      : [],
  );
}

const keyName = (key: acorn.Expression): string =>
  key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';

/** `tf.losses.huberLoss` for a chain of members that begins at a known name. */
export function pathOf(node: acorn.Expression | acorn.Super, known: Known): string | undefined {
  if (node.type === 'Identifier') {
    const binding = known.scopes.meant(node);
    return binding && known.paths.get(binding);
  }
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
  const lookAtDoor = (name: acorn.Identifier, all: ReadonlyMap<string, string>) => {
    const reason = known.scopes.meant(name) === undefined ? all.get(name.name) : undefined;
    if (reason !== undefined) found.push(door(name.name, reason, name.start));
  };
  const lookAtCall = ({ callee }: acorn.CallExpression | acorn.NewExpression) => {
    if (callee.type === 'Identifier') lookAtDoor(callee, calledDoors);
  };
  simple(node, {
    CallExpression: lookAtCall,
    NewExpression: lookAtCall,
    ImportExpression: ({ start }) => found.push(door('import()', 'other modules', start)),
    MetaProperty: ({ start, meta }) => {
      if (meta.name === 'import') found.push(door('import.meta', 'its own place on disk', start));
    },
    MemberExpression: (member) => {
      look(member, pathOf(member, known));
    },
    Identifier: (name) => {
      lookAtDoor(name, doors);
      look(name, pathOf(name, known));
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
