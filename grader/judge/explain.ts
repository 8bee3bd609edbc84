import { short } from '../short.js';
import type { Tolerance } from '../task.js';
import { tensorsIn, type Value } from '../value.js';
import type { Difference } from './compare.js';
import { errorText, kindText, numberText, plainText, shapeText } from './describe.js';
import { placeOf } from './layout.js';
import { structuralHint } from './structure.js';
import { whereWrong } from './where.js';

/** What turns a difference into words. */
export interface Wording {
  /** What was checked: `values on 5 inputs, input 'seeded 1'`. */
  readonly checked: string;
  /** Axes of each output tensor by path. */
  readonly axes: Readonly<Record<string, string>>;
  readonly tolerance: Tolerance;
  /**
   * What a tensor of the answer is called: `dw` by hand, `d wHh` for a gradient through the
   * function.
   */
  readonly nameOf: (path: string) => string;
  /** What else to say where every entry is 0. */
  readonly ifZero?: string;
}

/** Keys that a message lists at most. */
const mostKeys = 6;

const nameIn = (path: string) => (path === '' ? '' : `${path}: `);

/** What was checked -> what came out -> where it is wrong. */
export function explain(
  found: readonly Difference[],
  expected: Value,
  { checked, axes, nameOf }: Wording,
): string {
  const [first] = found;
  if (first === undefined) return checked;
  const name = nameIn(nameOf(first.path));
  const form = formText(first, axes[first.path]);
  if (form !== undefined) return `${checked}: ${name}${form}`;
  if (first.kind === 'plain')
    return `${checked}: ${name}${plainText(first.received)} came out, which is not right.`;
  if (first.kind !== 'entries') return checked;
  const lines = [`${checked}: ${summary(found, expected, axes[first.path], nameOf)}`];
  const where = whereWrong(first.wrong, first.expected.shape, axes[first.path]);
  if (where !== '') lines.push(`${name}${where}.`);
  return lines.join('\n');
}

/** What the first wrong tensor is in terms of the right one, if that is exact. */
export function hintIn(
  [first]: readonly Difference[],
  { tolerance, nameOf, ifZero }: Wording,
): string | undefined {
  if (first?.kind !== 'entries') return undefined;
  const hint = structuralHint(first.expected, first.received, tolerance);
  if (hint === undefined) return undefined;
  const more =
    ifZero !== undefined && first.received.data.every((y) => y === 0) ? ` ${ifZero}` : '';
  return nameIn(nameOf(first.path)) + hint + more;
}

function keysNamed(keys: readonly string[]): string {
  const more = keys.length > mostKeys ? ' ...' : '';
  return keys.length === 0
    ? 'none'
    : `only ${keys
        .slice(0, mostKeys)
        .map((key) => short(key))
        .join(', ')}${more}`;
}

function formText(difference: Difference, axes: string | undefined): string | undefined {
  switch (difference.kind) {
    case 'structure':
      return structureText(difference.expected, difference.received, axes);
    case 'key':
      return difference.extra
        ? `expected no key '${short(difference.key)}', received one. Return only what the contract names.`
        : `expected a key '${difference.key}', received ${keysNamed(difference.keys)}. Return everything that the contract names.`;
    case 'length':
      return `expected a list of ${String(difference.expected)}, received ${String(difference.received)}. Count what the list should hold.`;
    case 'shape':
      return wrongShape(difference.expected.shape, difference.received.shape, axes);
    case 'dtype':
      return `expected dtype ${difference.expected.dtype}, received ${difference.received.dtype}. Look at where the type changes; tf.cast converts.`;
    case 'nonfinite':
      return nonFinite(difference.received.data[difference.at] ?? NaN, difference);
    default:
      return undefined;
  }
}

function structureText(expected: Value, received: Value, axes: string | undefined): string {
  const texts = `expected ${kindText(expected, axes)}, received ${kindText(received)}`;
  if (received === undefined) return `${texts}. Did you forget return?`;
  if (typeof expected === 'number' && tensorsIn(received).length === 1)
    return `${texts}. Take the number out of the tensor, with dataSync()[0] for instance.`;
  return `${texts}. Look at what the docstring says it returns.`;
}

function wrongShape(
  expected: readonly number[],
  received: readonly number[],
  axes: string | undefined,
): string {
  const wanted =
    expected.length === 0 ? 'a scalar, shape []' : `shape ${shapeText(expected, axes)}`;
  const texts = `expected ${wanted}, received [${received.join(', ')}].`;
  const reversed = expected.length > 1 && expected.every((n, i) => n === received.at(-1 - i));
  if (reversed) return `${texts} The axes stand in reverse order: is something transposed?`;
  if (expected.length !== received.length)
    return `${texts} An axis too ${expected.length < received.length ? 'many' : 'few'}: look at each sum, slice and reshape.`;
  return `${texts} Write the shape after each line, and see where it leaves the contract.`;
}

function nonFinite(
  value: number,
  { at, expected }: Difference & { readonly kind: 'nonfinite' },
): string {
  const place =
    expected.shape.length === 0 ? '' : ` at [${placeOf(at, expected.shape).join(', ')}]`;
  if (Number.isFinite(value))
    return `expected no finite number${place}, received ${numberText(value)}.`;
  return `${String(value)} came out${place} where the right answer is a finite number. Look for a division by zero, the log of zero, or exp of a large number.`;
}

function summary(
  found: readonly Difference[],
  expected: Value,
  axes: string | undefined,
  nameOf: (path: string) => string,
): string {
  const all = tensorsIn(expected);
  const wrong = found.filter((difference) => difference.kind === 'entries');
  const [first] = wrong;
  if (first === undefined) return '';
  if (all.length > 1) {
    const right = all.map(([path]) => path).filter((path) => found.every((d) => d.path !== path));
    const parts = wrong.map((d) => `${nameOf(d.path)}: ${errorText(d.expected, d.received)}`);
    if (right.length > 0) parts.push(`${right.map(nameOf).join(', ')} right`);
    return `${parts.join('; ')}.`;
  }
  const { data, shape } = first.expected;
  const [at = 0] = first.wrong;
  const received = numberText(first.received.data[at] ?? NaN);
  const name = first.path === '' && all.length === 1 ? '' : `${nameOf(first.path)}: `;
  const off = errorText(first.expected, first.received);
  if (data.length === 1) return `${name}${received} came out, ${off}.`;
  const right = data.length - first.wrong.length;
  const entries = `${String(data.length)} entries of ${shapeText(shape, axes)}`;
  const share =
    right === 0 ? `none of the ${entries} is right` : `${String(right)} of ${entries} are right`;
  return `${name}${share}; the first wrong one, at [${placeOf(at, shape).join(', ')}], is ${received}. As a whole it is ${off}.`;
}
