import type { LessonHome } from '../lesson-home.js';
import type { Task } from '../task.js';
import { Handle, isList, isRecord, StandIn, TensorValue, tensorsIn, type Value } from '../value.js';
import type { Call, Failing } from './failing.js';
import { isIdentifier, keyText, literal } from './literal.js';

/** Where a program is to run: in a notebook's cell, or as a file. */
export interface ReproForm {
  readonly as: 'cell' | 'file';
  /** What leads from the program to the course's folder; default `./`. */
  readonly root?: string;
}

/** A call as TypeScript: declarations of its arguments, and their names. */
interface Prepared {
  readonly declarations: readonly string[];
  readonly names: readonly string[];
}

/**
 * A failing input as a TypeScript program that calls the student's own function and shows what
 * comes out. What should come out is not in it.
 */
export function reproProgram(
  failing: Failing,
  task: Task,
  { lesson }: LessonHome,
  { as, root = './' }: ReproForm,
): string {
  const names = new Names(task.name);
  const body =
    failing.kind === 'case' ? caseBody(failing, task, names) : lawBody(failing, task, names);
  const head = [
    `// ${task.id}, ${failing.check.title}: ${whatItIs(failing)}`,
    '// Change it and run it again. What your function prints with console.log shows too.',
  ];
  const tf = body.some((line) => line.includes('tf.'))
    ? [`import * as tf from '@tensorflow/tfjs-core';`]
    : [];
  const standIns =
    names.standIns.size === 0
      ? []
      : [
          `import { ${[...names.standIns].sort().join(', ')} } from '${root}lessons/${lesson.stem}/stand-ins.js';`,
        ];
  const lines =
    as === 'cell'
      ? [
          ...head,
          ...tf,
          `import { own, show } from '${root}lab/index.js';`,
          ...standIns,
          '{',
          ...[`const { ${task.name} } = await own('${lesson.stem}');`, ...body].map(indented),
          '}',
        ]
      : [
          ...head,
          ...borrowed(task),
          ...tf,
          `import { ${task.name} } from '${root}exercises/${lesson.stem}.js';`,
          `import { show } from '${root}lab/index.js';`,
          `import { useBackend } from '${root}src/core/backend.js';`,
          ...standIns,
          '',
          'await useBackend();',
          ...body,
        ];
  return lines.join('\n');
}

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');

/**
 * A graded task is given the library's functions of the tasks before it; a file uses the student's.
 */
function borrowed({ needs }: Task): readonly string[] {
  return needs.length === 0
    ? []
    : [
        `// Here it calls your own functions of other tasks (${needs.join(', ')}); a check gives it the library's.`,
      ];
}

function whatItIs(failing: Failing): string {
  if (failing.kind === 'calls') return 'the last calls before it was found broken.';
  return failing.check.kind === 'gradient'
    ? 'the smallest input found whose gradient is wrong.'
    : 'the smallest input found on which it fails.';
}

type FailingCase = Failing & { readonly kind: 'case' };

function caseBody(failing: FailingCase, task: Task, names: Names): string[] {
  const { asked, fault, check } = failing;
  const prepared = prepare(asked.args, names);
  const call = callText(task, task.name, prepared.names);
  const tensors = Object.keys(asked.args).flatMap((key, i) =>
    tensorsIn(asked.args[key]).length > 0 ? [prepared.names[i] ?? key] : [],
  );
  if (check.kind === 'gradient' && asked.cotangent !== undefined)
    return [...prepared.declarations, ...gradientLines(failing, task, prepared, asked.cotangent)];
  if (fault === 'changed')
    return [
      ...prepared.declarations,
      `show({ before: { ${tensors.join(', ')} } });`,
      `${call};`,
      `show({ after: { ${tensors.join(', ')} } });`,
    ];
  const shown = fault === 'twice' ? [`show(${call});`, `show(${call});`] : [`show(${call});`];
  return [...prepared.declarations, ...shown];
}

function gradientLines(
  { asked, paths, check }: FailingCase,
  task: Task,
  { names }: Prepared,
  cotangent: Value,
): string[] {
  const tensors = tensorsIn(cotangent);
  const isPlainSum = tensors.every(([, { data }]) => data.every((x) => x === 1));
  const declared = isPlainSum
    ? ['// The gradient of the sum of all that comes out.']
    : [
        '// The gradient of the sum of all that comes out times these weights.',
        `const weights = ${literal(cotangent, () => 'undefined')};`,
      ];
  const [path = '', ...others] = paths.length > 0 ? paths : withRespectTo(check);
  const [root = '', ...below] = path.split('.');
  const name = names[Object.keys(asked.args).indexOf(root)] ?? root;
  const replaced = names.map((other) =>
    other === name ? replacedAt(name, asked.args[root], below) : other,
  );
  const sums = tensors.map(([at]) =>
    isPlainSum
      ? `tf.sum(${accessed('result', at)})`
      : `tf.sum(tf.mul(${accessed('result', at)}, ${accessed('weights', at)}))`,
  );
  return [
    ...declared,
    ...(others.length > 0 ? [`// Wrong too: d ${others.join(', d ')}.`] : []),
    `const gradientOf = tf.grad((value) => {`,
    `  const result = ${callText(task, task.name, replaced)};`,
    `  return ${sums.length === 1 ? (sums[0] ?? '') : `tf.addN([${sums.join(', ')}])`};`,
    '});',
    `show({ 'd ${path}': gradientOf(${accessed(name, below.join('.'))}) });`,
  ];
}

const withRespectTo = (check: FailingCase['check']) =>
  check.kind === 'gradient' ? check.withRespectTo : [];

/** `p.layers[0].w` for a name and a path. */
function accessed(name: string, path: string): string {
  if (path === '') return name;
  return path.split('.').reduce((text, key) => {
    if (isIdentifier(key)) return `${text}.${key}`;
    return /^\d+$/.test(key) ? `${text}[${key}]` : `${text}['${key}']`;
  }, name);
}

/** A copy of an argument with `value` at a path: `{ ...p, wHh: value as typeof p.wHh }`. */
function replacedAt(name: string, argument: Value, path: readonly string[]): string {
  const [key, ...below] = path;
  if (key === undefined) return `value as typeof ${name}`;
  if (isList(argument)) {
    const item = replacedAt(accessed(name, key), argument[Number(key)], below);
    return `${name}.map((one, i) => (i === ${key} ? ${item} : one))`;
  }
  const inside = isRecord(argument) ? argument[key] : undefined;
  return `{ ...${name}, ${keyText(key)}: ${replacedAt(accessed(name, key), inside, below)} }`;
}

function lawBody({ calls }: Failing & { readonly kind: 'calls' }, task: Task, names: Names) {
  const lines: string[] = [];
  for (const call of withWhatTheyCall(calls)) {
    const prepared = prepare(call.args, names);
    const called = call.of === undefined ? task.name : names.ofHandle(call.of);
    const text = callText(task, called, prepared.names);
    lines.push(...prepared.declarations);
    const returned = call.outcome.kind === 'value' ? call.outcome.value : undefined;
    if (returned instanceof Handle && isCalled(returned, calls))
      lines.push(`const ${names.ofHandle(returned)} = ${text};`);
    else lines.push(`show(${text});`);
  }
  return lines;
}

const lastCalls = 2;

/** The last calls, with those that made the functions that they use. */
function withWhatTheyCall(calls: readonly Call[]): readonly Call[] {
  const needed = new Set(calls.slice(-lastCalls));
  for (const call of [...calls].reverse()) {
    const { value } = call.outcome.kind === 'value' ? call.outcome : { value: undefined };
    if (value instanceof Handle && isCalled(value, [...needed])) needed.add(call);
  }
  return calls.filter((call) => needed.has(call));
}

const isCalled = (made: Handle, calls: readonly Call[]) =>
  calls.some(({ of, args }) => of?.id === made.id || holds(args, made));

function holds(value: Value, made: Handle): boolean {
  if (value instanceof Handle) return value.id === made.id;
  if (isList(value)) return value.some((item) => holds(item, made));
  return isRecord(value) && holds(Object.values(value), made);
}

function callText({ promises }: Task, name: string, args: readonly string[]): string {
  return `${promises === true ? 'await ' : ''}${name}(${args.join(', ')})`;
}

/**
 * Declares what a call is given; what an earlier call was given under the same name is used again.
 */
function prepare(args: Call['args'], names: Names): Prepared {
  const declarations: string[] = [];
  const used = Object.entries(args).map(([key, value]: [string, Value]) => {
    const text = literal(value, (of) => names.ofFunction(of));
    if (!(value instanceof TensorValue) && !isList(value) && !isRecord(value) && isList(args))
      return text;
    if (value instanceof Handle || value instanceof StandIn || value === undefined) return text;
    // Where an empty list is declared, its type is not known.
    if (isList(value) && value.length === 0) return text;
    const meant = `${key} = ${text}`;
    const known = names.declared.get(meant);
    if (known !== undefined) return known;
    const name = names.fresh(isIdentifier(key) ? key : 'input');
    names.declared.set(meant, name);
    declarations.push(`const ${name} = ${text};`);
    return name;
  });
  return { declarations, names: used };
}

/** The names of a program, each taken once. */
class Names {
  readonly standIns = new Set<string>();
  /** Names by the parameter they were declared for and the text of what they stand for. */
  readonly declared = new Map<string, string>();
  readonly #taken: Set<string>;
  readonly #handles = new Map<number, string>();

  constructor(own: string) {
    this.#taken = new Set([
      own,
      'tf',
      'own',
      'show',
      'useBackend',
      'result',
      'value',
      'weights',
      'gradientOf',
    ]);
  }

  fresh(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}${String(n)}`;
    this.#taken.add(name);
    return name;
  }

  ofFunction(of: Handle | StandIn): string {
    if (of instanceof Handle) return this.ofHandle(of);
    this.standIns.add(of.name);
    this.#taken.add(of.name);
    return of.name;
  }

  ofHandle({ id }: Handle): string {
    const name = this.#handles.get(id) ?? this.fresh('made');
    this.#handles.set(id, name);
    return name;
  }
}
