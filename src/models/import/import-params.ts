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
 * Which tensors of a file our weights are made of. `{i}` stands for any number, the same one on
 * both sides.
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
  /** Names in the file that no weight of ours is made of. */
  readonly ignored?: readonly string[];
}

/** A matrix whose axes are exchanged in the file: PyTorch keeps [out, in]. */
export function transposed(name: string): MadeOf {
  return { from: [name], make: (x) => tf.transpose(x) };
}

/** The sum of tensors of one shape, such as the two biases of PyTorch's LSTM. */
export function summed(...from: readonly string[]): MadeOf {
  return { from, make: (...found) => tf.addN(found) };
}

/**
 * Other people's weights as ours.
 *
 * @param file their weights
 * @param example weights of the model that is to have them, such as its first ones; they stay as
 *   they are
 * @param table which of their tensors our weights are made of
 * @returns weights of the example's form
 * @throws InputError with all that does not fit: weights that the file lacks, tensors that are left
 *   over and not ignored, other shapes
 */
export function importParams<P extends Params>(
  file: Safetensors,
  example: P,
  table: ImportTable,
): P {
  return tidy(() => {
    const paths = Object.keys(flattenParams(example));
    const problems = [...problemsOfNames(file, paths, table)];
    const params = mapParams(example, (leaf, path) => {
      const made = rowOf(path, table);
      if (made === undefined || lacking(file, made).length > 0) return leaf;
      const found = made.make(...made.from.map((name) => file.tensor(name)));
      if (formOf(found) !== formOf(leaf))
        problems.push(
          `'${path}': expected ${formOf(leaf)}, received ${formOf(found)} of ${given(file, made)}`,
        );
      return found;
    });
    if (problems.length > 0) throw new InputError(notImported(file, problems));
    return params;
  });
}

function* problemsOfNames(
  file: Safetensors,
  paths: readonly string[],
  table: ImportTable,
): Iterable<string> {
  const left = new Set(file.tensors.keys());
  for (const path of paths) {
    const made = rowOf(path, table);
    if (made === undefined) yield `'${path}': the table has no row for it`;
    else {
      for (const name of made.from) left.delete(name);
      for (const name of lacking(file, made)) yield `'${path}': the file has no '${name}'`;
    }
  }
  for (const pattern of Object.keys(table.names))
    if (!paths.some((path) => numbersIn(pattern, path) !== undefined))
      yield `row '${pattern}': no weight has this path`;
  for (const name of left)
    if (table.ignored?.some((pattern) => numbersIn(pattern, name) !== undefined) !== true)
      yield `'${name}' of the file: no weight is made of it`;
}

/** The row of a path, with the path's numbers filled in. */
function rowOf(path: string, { names }: ImportTable): MadeOf | undefined {
  for (const [pattern, row] of Object.entries(names)) {
    const numbers = numbersIn(pattern, path);
    if (numbers === undefined) continue;
    const { from, make }: MadeOf = typeof row === 'string' ? { from: [row], make: same } : row;
    const fill = (name: string) =>
      name.replaceAll(/\{(\w+)\}/g, (whole, letter: string) => numbers[letter] ?? whole);
    return { from: from.map(fill), make };
  }
  return undefined;
}

const same = (x: tf.Tensor) => x;

/** What stands for each `{i}` of a pattern; undefined if the path does not follow it. */
function numbersIn(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const parts = pattern
    .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>\\d+)');
  const match = new RegExp(`^${parts}$`).exec(path);
  return match === null ? undefined : { ...match.groups };
}

const lacking = ({ tensors }: Safetensors, { from }: MadeOf) =>
  from.filter((name) => !tensors.has(name));

const formOf = ({ dtype, shape }: Pick<tf.Tensor, 'dtype' | 'shape'>) =>
  `${dtype} [${shape.join(', ')}]`;

/** Names of a file with their shapes. */
const given = ({ tensors }: Safetensors, { from }: MadeOf) =>
  from.map((name) => `'${name}' [${tensors.get(name)?.shape.join(', ') ?? ''}]`).join(' and ');

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
