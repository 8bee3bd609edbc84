import type { TensorValue } from '../value.js';
import type { ErrorMap } from '../verdict.js';
import { scaleOf, type Difference } from './compare.js';
import { placeOf } from './layout.js';
import { axisName } from './where.js';

const mostRows = 12;
const mostColumns = 24;

/**
 * Maps the first wrong tensor, if a map says more than words: some entries are right, or wrong by
 * different steps.
 *
 * @param found how an answer differs
 * @param axes letters of each tensor's axes by path
 * @param nameOf what the tensor of a path is called
 */
export function errorMapOf(
  found: readonly Difference[],
  axes: Readonly<Record<string, string>>,
  nameOf: (path: string) => string,
): ErrorMap | undefined {
  const [first] = found;
  if (first?.kind !== 'entries') return undefined;
  const { expected, received, wrong, path } = first;
  const { shape } = expected;
  if (expected.data.length < 2) return undefined;
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length > 1 ? (shape.at(-2) ?? 1) : 1;
  const area = rows * columns;
  // Of a tensor with more axes, the part with the first wrong entry.
  const begin = Math.floor((wrong[0] ?? 0) / area) * area;
  const stepAt = stepsOf(expected, received, new Set(wrong));
  const steps = Array.from({ length: Math.min(rows, mostRows) }, (_, row) =>
    Array.from({ length: Math.min(columns, mostColumns) }, (__, column) =>
      stepAt(begin + row * columns + column),
    ),
  );
  if (new Set(steps.flat()).size < 2) return undefined;
  const rank = shape.length;
  const letter = (axis: number) => axisName(axes[path], axis, rank);
  const outer = placeOf(begin, shape).slice(0, -2);
  const at = outer.map((place, axis) => `${letter(axis)} = ${String(place)}`).join(', ');
  return {
    name: nameOf(path),
    axes: [rank > 1 ? letter(rank - 2) : '', letter(rank - 1)],
    ...(at !== '' && { at }),
    steps,
    size: [rows, columns],
  };
}

function stepsOf(expected: TensorValue, received: TensorValue, wrong: ReadonlySet<number>) {
  const scale = scaleOf(expected);
  return (i: number): number => {
    if (!wrong.has(i)) return 0;
    const off = Math.abs((expected.data[i] ?? NaN) - (received.data[i] ?? NaN));
    if (off <= scale / 10) return 1;
    return off <= scale ? 2 : 3;
  };
}
