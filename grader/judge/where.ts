import { stridesOf } from './layout.js';

/**
 * Where wrong entries lie, in the student's terms: the last step, one block of columns. Nothing is
 * said where all are wrong.
 *
 * @param wrong flat indices of wrong entries, rising
 * @param shape of the tensor
 * @param axes letters of its axes, as `'B T U'`; numbers are used without it
 */
export function whereWrong(
  wrong: readonly number[],
  shape: readonly number[],
  axes?: string,
): string {
  const size = shape.reduce((n, axis) => n * axis, 1);
  if (wrong.length === size) return '';
  const strides = stridesOf(shape);
  const phrases = shape.flatMap((length, axis) => {
    const stride = strides[axis] ?? 1;
    const indices = [...new Set(wrong.map((i) => Math.floor(i / stride) % length))];
    const phrase = along(
      axisName(axes, axis, shape.length),
      indices.sort((a, b) => a - b),
      length,
    );
    return phrase === undefined ? [] : [phrase];
  });
  if (phrases.length === 0) return 'The wrong entries lie along every axis';
  const only = phrases[0]?.startsWith('at every') === true ? '' : 'only ';
  return `The wrong entries lie ${only}${phrases.join(', and there ')}`;
}

/** The letter of an axis, or `axis 1` where the letters are not known. */
export function axisName(axes: string | undefined, axis: number, rank: number): string {
  const letters = axes?.split(' ').filter((letter) => letter !== '') ?? [];
  return (letters.length === rank ? letters[axis] : undefined) ?? `axis ${String(axis)}`;
}

function along(name: string, indices: readonly number[], length: number): string | undefined {
  if (indices.length === length) return undefined;
  const [first = 0] = indices;
  const last = indices.at(-1) ?? 0;
  const contiguous = last - first + 1 === indices.length;
  if (indices.length === 1) {
    if (length === 1) return undefined;
    const which = first === 0 ? ' (the first)' : first === length - 1 ? ' (the last)' : '';
    return `at ${name} = ${String(first)}${which}`;
  }
  if (contiguous && indices.length === length - 1)
    return `at every ${name} but the ${first === 0 ? 'last' : 'first'}`;
  if (contiguous)
    return `at ${name} = ${String(first)} to ${String(last)}${block(first, indices.length, length)}`;
  return indices.length <= 4 ? `at ${name} = ${indices.join(', ')}` : undefined;
}

/** Stacked gates lie in equal blocks: saying which one is wrong names the gate. */
function block(first: number, width: number, length: number): string {
  const count = length / width;
  if (![2, 3, 4].includes(count) || first % width !== 0) return '';
  return ` (block ${String(first / width + 1)} of ${String(count)})`;
}
