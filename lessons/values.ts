/** What the checks of several lessons do with the judge's values. */
import { tensor, TensorValue, type Draws, type Value } from '../grader/checks/index.js';

/** The tensor that an answer is; an empty one where it is something else. */
export function tensorOf(value: Value): TensorValue {
  return value instanceof TensorValue ? value : new TensorValue('float32', [0], new Float64Array());
}

/** Row `b` of a tensor whose first axis is the batch, as a batch of one. */
export function rowOf(value: Value, b: number): TensorValue {
  const { dtype, shape, data } = tensorOf(value);
  const [, ...rest] = shape;
  const size = rest.reduce((n, axis) => n * axis, 1);
  return new TensorValue(dtype, [1, ...rest], data.slice(b * size, (b + 1) * size));
}

/** Steps `from` up to `to` of a tensor [B, T, D]. */
export function stepsOf(value: Value, from: number, to: number): TensorValue {
  const { dtype, shape, data } = tensorOf(value);
  const [B = 0, T = 0, D = 0] = shape;
  const parts = Array.from({ length: B }, (_, b) => [
    ...data.slice((b * T + from) * D, (b * T + to) * D),
  ]);
  return new TensorValue(dtype, [B, to - from, D], Float64Array.from(parts.flat()));
}

/** Largest difference between two tensors, Infinity where their shapes differ. */
export function worstDifference(a: TensorValue, b: TensorValue): number {
  if (a.shape.join() !== b.shape.join()) return Infinity;
  return a.data.reduce((worst, x, i) => {
    const off = Math.abs(x - (b.data[i] ?? NaN));
    return Number.isNaN(off) ? Infinity : Math.max(worst, off);
  }, 0);
}

/** A mask with lines of different lengths, the first of them whole. */
export function drawMask(rng: Draws, B: number, T: number): TensorValue {
  const lengths = Array.from({ length: B }, (_, b) => (b === 0 ? T : 1 + rng.int(T - 1)));
  return tensor(
    [B, T],
    lengths.flatMap((length) => Array.from({ length: T }, (_, t) => Number(t < length))),
  );
}
