import type * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from './errors.js';
import { own } from './own.js';

/** A model's weights: a tree of records and lists whose leaves are tensors. */
export type Params = tf.Tensor | readonly Params[] | { readonly [name: string]: Params };

function isTensor(p: Params): p is tf.Tensor {
  return 'dataSync' in p;
}

/** Whether something is a tree whose leaves are all tensors. */
export function isTree(x: unknown): x is Params {
  if (typeof x !== 'object' || x === null || ArrayBuffer.isView(x)) return false;
  return 'dataSync' in x || Object.values(x).every(isTree);
}

/**
 * The leaves by path, in the order of the tree: `{ 'layer.wIh': Tensor, ... }`.
 *
 * @throws InputError if two leaves have one path, as in `{ 'a.b': x, a: { b: y } }`
 */
export function flattenParams(params: Params, path = ''): Record<string, tf.Tensor> {
  const leaves = [...leavesOf(params, path)];
  const flat = Object.fromEntries(leaves);
  if (Object.keys(flat).length === leaves.length) return flat;
  const paths = leaves.map(([path]) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i) ?? '';
  throw new InputError(
    wrongInput(
      'flattenParams params',
      'a path of its own for every leaf',
      `two at '${twice}'`,
      'Leave dots out of names: they stand between the levels of the tree.',
    ),
  );
}

function* leavesOf(params: Params, path: string): Iterable<[path: string, leaf: tf.Tensor]> {
  if (isTensor(params)) yield [path, params];
  else
    for (const [name, below] of Object.entries<Params>(params))
      yield* leavesOf(below, path === '' ? name : `${path}.${name}`);
}

/**
 * A tree of the same form with other leaves.
 *
 * @param params tree whose form is taken
 * @param f gives the new leaf for a leaf and its path
 */
export function mapParams<P extends Params>(
  params: P,
  f: (leaf: tf.Tensor, path: string) => tf.Tensor,
  path = '',
): P {
  if (isTensor(params)) return f(params, path) as P;
  const below = (name: string | number) => (path === '' ? String(name) : `${path}.${String(name)}`);
  if (Array.isArray(params))
    return (params as Params[]).map((item, i) => mapParams(item, f, below(i))) as unknown as P;
  const entries = Object.entries<Params>(params);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, mapParams(item, f, below(name))]),
  ) as P;
}

/**
 * The inverse of `flattenParams`: puts leaves by path into the form of an example tree.
 *
 * @throws InputError if a path is missing or a leaf has another shape
 */
export function unflattenParams<P extends Params>(
  example: P,
  leaves: Readonly<Record<string, tf.Tensor>>,
): P {
  return mapParams(example, (leaf, path) => {
    const found = own(leaves, path);
    if (found === undefined)
      throw new InputError(
        wrongInput(
          'unflattenParams leaves',
          `a tensor at '${path}'`,
          Object.keys(leaves).length === 0 ? 'none' : `only ${Object.keys(leaves).join(', ')}`,
          'Use weights of a model with the same configuration.',
        ),
      );
    if (found.shape.join() !== leaf.shape.join())
      throw new InputError(
        wrongInput(
          `unflattenParams '${path}'`,
          `shape [${leaf.shape.join(', ')}]`,
          `[${found.shape.join(', ')}]`,
          'Use weights of a model with the same configuration.',
        ),
      );
    return found;
  });
}

/** Number of trainable numbers. */
export function countParams(params: Params): number {
  return Object.values(flattenParams(params)).reduce((n, leaf) => n + leaf.size, 0);
}

/** Frees every leaf. */
export function disposeParams(params: Params): void {
  for (const leaf of Object.values(flattenParams(params))) leaf.dispose();
}
