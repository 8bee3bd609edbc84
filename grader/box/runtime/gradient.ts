import { isList, isRecord, TensorValue, type Value } from '../../value.js';
import { WireError } from '../bytes.js';
import { isTensor, type Live, toLive } from './live.js';
import { engine, tf } from './tfjs.js';

/** The tensor under a path such as `p.wIh` among the arguments. */
export function pick(args: Readonly<Record<string, Live>>, path: string): tf.Tensor {
  let at: Live = args;
  for (const key of path.split('.'))
    at = typeof at === 'object' && at !== null ? (Reflect.get(at, key) as Live) : undefined;
  if (!isTensor(at)) throw new Error(`There is no tensor ${path} among the arguments.`);
  return at;
}

/** Gradients of a scalar; null where it does not depend on the tensor. */
export function gradientsOf(
  scalar: () => tf.Tensor,
  wanted: readonly tf.Tensor[],
): (tf.Tensor | null)[] {
  const { value, grads } = engine.gradients(scalar, [...wanted], undefined, true);
  value.dispose();
  return grads.map((g: tf.Tensor | null | undefined) => g ?? null);
}

/**
 * Sum over all entries of cotangent x output.
 *
 * @throws WireError if the output is not built like the cotangent
 */
export function cotangentSum(output: Live, cotangent: Value): tf.Tensor {
  const terms = weighted(output, cotangent, '');
  const [first, ...rest] = terms;
  if (first === undefined) throw new WireError('a tensor in the output');
  return rest.reduce((sum, term) => tf.add(sum, term), first);
}

function weighted(output: Live, cotangent: Value, path: string): tf.Tensor[] {
  const place = path === '' ? 'the output' : path;
  if (cotangent instanceof TensorValue) {
    if (output instanceof Promise) throw new WireError('a tensor, not a promise of one');
    if (!isTensor(output) || output.isDisposed) throw new WireError(`a tensor as ${place}`);
    if (output.shape.join() !== cotangent.shape.join())
      throw new WireError(
        `${place} of shape [${cotangent.shape.join(', ')}], not [${output.shape.join(', ')}]`,
      );
    const weights = toLive(cotangent, nothingInside) as tf.Tensor;
    return [tf.sum(tf.mul(output, weights))];
  }
  if (!isList(cotangent) && !isRecord(cotangent)) return [];
  if (typeof output !== 'object' || output === null) throw new WireError(`tensors inside ${place}`);
  return Object.entries(cotangent).flatMap(([key, weight]) =>
    weighted(Reflect.get(output, key), weight, path === '' ? key : `${path}.${key}`),
  );
}

const nothingInside = { handle: () => undefined, standIn: () => undefined };
