import { TensorValue } from '../value.js';

/** How far apart neighbours along each axis lie in row-major data. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
}

/** The index along each axis of an entry. */
export function placeOf(flat: number, shape: readonly number[]): readonly number[] {
  const strides = stridesOf(shape);
  return shape.map((size, axis) => Math.floor(flat / (strides[axis] ?? 1)) % size);
}

/** The transpose of a matrix. */
export function transposed(x: TensorValue): TensorValue {
  const [rows = 1, columns = 1] = x.shape;
  const data = x.data.map((_, i) => x.data[(i % rows) * columns + Math.floor(i / rows)] ?? NaN);
  return new TensorValue(x.dtype, [columns, rows], data);
}
