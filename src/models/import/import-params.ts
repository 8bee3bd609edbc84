import * as tf from '@tensorflow/tfjs-core';
import { flattenParams, InputError, mapParams, tidy, wrongInput } from '../../core/index.js';
import type { Params } from '../../core/index.js';
import type { Safetensors } from '../../core/safetensors.js';

/** Tensors of a file, by their names there, and how a weight of ours is made of them. */
export interface MadeOf {
  readonly from: readonly string[];
  readonly make: (...found: tf.Tensor[]) => tf.Tensor;
}

/**
 * Which tensors of a file our weights are made of. `{i}` stands for any number, the same one
 * wherever it stands in a row. Of several rows for one path the first counts.
 *
 *   names: {
 *     table: 'embedding.weight',
 *     'layers.{i}.wIh': transposed('rnn.weight_ih_l{i}'),
 *     'layers.{i}.b': summed('rnn.bias_ih_l{i}', 'rnn.bias_hh_l{i}'),
 *   },
 *   ignored: ['position_ids'],
 */
export interface ImportTable {
  /** For the path of a weight of ours: its name in the file, or what it is made of. */
  readonly names: Readonly<Record<string, string | MadeOf>>;
  /** Names in the file that no weight of ours is made of; all of them are there. */
  readonly ignored?: readonly string[];
}

/** A matrix whose axes are exchanged in the file: PyTorch keeps [out, in]. */
export function transposed(name: string): MadeOf {
  return { from: [name], make: (x) => tf.transpose(x) };
}

/**
 * The sum of tensors of one shape, such as the two biases of PyTorch's LSTM.
 *
 * @throws InputError if no name is given
 */
export function summed(...from: readonly [string, ...string[]]): MadeOf {
  if ((from as readonly string[]).length === 0) throw new InputError(nothingSummed());
  return { from, make: sumOf };
}

function sumOf(...found: tf.Tensor[]): tf.Tensor {
  const forms = new Set(found.map(formOf));
  if (forms.size > 1) throw new InputError(unequal([...forms]));
  return tf.addN(found);
}

/**
 * Turns other people's weights into ours.
 *
 * @param file their weights
 * @param example weights of the model that is to have them, such as its first ones; they stay as
 *   they are
 * @param table which of their tensors our weights are made of
 * @returns weights of the example's form
 * @throws InputError with all that does not fit: weights that the file lacks, tensors that are left
 *   over and not ignored, other shapes, tensors that cannot be read, rows and ignored names without
 *   a use
 */
export function importParams<P extends Params>(
  file: Safetensors,
  example: P,
  table: ImportTable,
): P {
  return tidy(() => {
    const rows = new Map(
      Object.keys(flattenParams(example)).map((path) => [path, rowOf(path, table)]),
    );
    const problems = [...problemsOfNames(file, rows, table)];
    const params = mapParams(example, (leaf, path) => {
      const row = rows.get(path);
      if (row === undefined || lacking(file, row).length > 0) return leaf;
      const found = madeBy(row, file);
      if (typeof found === 'string') problems.push(`'${path}': ${found}`);
      else if (formOf(found) !== formOf(leaf))
        problems.push(
          `'${path}': expected ${formOf(leaf)}, received ${formOf(found)} of ${given(file, row)}`,
        );
      return typeof found === 'string' ? leaf : found;
    });
    if (problems.length > 0) throw new InputError(notImported(file, problems));
    return params;
  });
}

/** A weight, or why it cannot be made: one that fails must not hide what else does not fit. */
function madeBy({ from, make }: Row, file: Safetensors): tf.Tensor | string {
  try {
    return make(...from.map((name) => file.tensor(name)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function* problemsOfNames(
  file: Safetensors,
  rows: ReadonlyMap<string, Row | undefined>,
  { names, ignored = [] }: ImportTable,
): Iterable<string> {
  const left = new Set(file.tensors.keys());
  for (const [path, row] of rows) {
    if (row === undefined) yield `'${path}': the table has no row for it`;
    else {
      for (const name of row.from) left.delete(name);
      for (const name of lacking(file, row)) yield `'${path}': the file has no '${name}'`;
    }
  }
  const used = new Set([...rows.values()].map((row) => row?.pattern));
  for (const pattern of Object.keys(names).filter((pattern) => !used.has(pattern)))
    yield someFollow(pattern, rows.keys())
      ? `row '${pattern}': the rows before it have every path that it fits`
      : `row '${pattern}': no weight has this path`;
  for (const pattern of ignored.filter((pattern) => !someFollow(pattern, left)))
    yield someFollow(pattern, file.tensors.keys())
      ? `ignored '${pattern}': a weight is made of it`
      : `ignored '${pattern}': the file has no such name`;
  for (const name of left)
    if (!ignored.some((pattern) => numbersIn(pattern, name) !== undefined))
      yield `'${name}' of the file: no weight is made of it`;
}

/** A row of a table for one path, whose numbers are filled in. */
interface Row extends MadeOf {
  readonly pattern: string;
}

function rowOf(path: string, { names }: ImportTable): Row | undefined {
  for (const [pattern, row] of Object.entries(names)) {
    const numbers = numbersIn(pattern, path);
    if (numbers === undefined) continue;
    const { from, make }: MadeOf = typeof row === 'string' ? { from: [row], make: same } : row;
    const fill = (name: string) =>
      name.replaceAll(placeholder, (whole, letter: string) => numbers[`n_${letter}`] ?? whole);
    return { pattern, from: from.map(fill), make };
  }
  return undefined;
}

const same = (x: tf.Tensor) => x;

const placeholder = /\{(\w+)\}/g;

function someFollow(pattern: string, names: Iterable<string>): boolean {
  return [...names].some((name) => numbersIn(pattern, name) !== undefined);
}

/** What stands for each `{i}` of a pattern; undefined if the name does not follow it. */
function numbersIn(pattern: string, name: string): Readonly<Record<string, string>> | undefined {
  const seen = new Set<string>();
  // Split like this, letters stand at every second place.
  const texts = pattern.split(placeholder).map((part, i) => {
    if (i % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (seen.has(part)) return `\\k<n_${part}>`;
    seen.add(part);
    return `(?<n_${part}>\\d+)`;
  });
  const match = new RegExp(`^${texts.join('')}$`).exec(name);
  return match === null ? undefined : { ...match.groups };
}

const lacking = ({ tensors }: Safetensors, { from }: MadeOf) =>
  from.filter((name) => !tensors.has(name));

const formOf = ({ dtype, shape }: Pick<tf.Tensor, 'dtype' | 'shape'>) =>
  `${dtype} [${shape.join(', ')}]`;

/** Names of a file with their shapes. */
const given = ({ tensors }: Safetensors, { from }: MadeOf) =>
  from.map((name) => `'${name}' [${tensors.get(name)?.shape.join(', ') ?? ''}]`).join(' and ');

const nothingSummed = () =>
  wrongInput('summed from', 'at least one name', 'none', 'Name the tensors to add.');

const unequal = (forms: readonly string[]) =>
  wrongInput(
    'summed',
    'tensors of one shape',
    forms.join(' and '),
    'Name those that belong together.',
  );

const notImported = ({ where }: Safetensors, problems: readonly string[]) => {
  const shown = problems.slice(0, 20);
  const more = problems.length > 20 ? [`and ${problems.length - 20} more`] : [];
  const sentence = wrongInput(
    `importParams ${where}`,
    'a tensor for every weight, and a weight for every tensor',
    `${problems.length} that do not fit`,
    "Use a model of the file's sizes, mend the table, or list a name as ignored:",
  );
  return [sentence, ...shown, ...more].join('\n  ');
};
