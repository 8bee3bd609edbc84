/** How numbers lie in a safetensors file, and how they become those of a tensor. */
import { InputError, wrongInput } from './errors.js';

/** Numbers as tfjs takes them. */
export type Numbers = Float32Array | Int32Array;

interface Reader {
  readonly tensor: 'float32' | 'int32';
  /** Takes bytes as numbers; `where` names what they belong to. */
  readonly read: (bytes: Uint8Array, where: string) => Numbers;
}

/** Bytes of a number in a float tensor: 8 where tests compute in double precision. */
const computed = Float32Array.BYTES_PER_ELEMENT;

const readers: Readonly<Record<string, Reader>> = {
  F32: floats(4, (view, at) => view.getFloat32(at, true)),
  F16: floats(2, (view, at) => fromHalf(view.getUint16(at, true))),
  BF16: floats(2, (view, at) => fromBfloat(view.getUint16(at, true))),
  I32: { tensor: 'int32', read: (bytes) => numbersAt(Int32Array, bytes) },
  I64: { tensor: 'int32', read: smallIntegers },
  // Rounding doubles could surprise: they are read only where numbers are as wide.
  ...(computed === 8 ? { F64: floats(8, (view, at) => view.getFloat64(at, true)) } : {}),
};

/**
 * Takes the bytes of a tensor as numbers: a view of them where that is possible.
 *
 * @param where function, file and tensor, for the message
 * @throws InputError if numbers of this type cannot be read, or do not fit int32
 */
export function decode(dtype: string, bytes: Uint8Array, where: string) {
  const reader = Object.entries(readers).find(([name]) => name === dtype)?.[1];
  if (reader === undefined)
    throw new InputError(
      wrongInput(
        where,
        `numbers of type ${Object.keys(readers).join(', ')}`,
        dtype,
        'Convert the tensor to one of these types.',
      ),
    );
  return { dtype: reader.tensor, values: reader.read(bytes, where) };
}

interface Writer {
  readonly width: number;
  readonly set: 'setFloat64' | 'setFloat32' | 'setInt32' | 'setUint16';
}

/** Types that are written, in the order in which their tensors stand in a file. */
const writers = {
  F64: { width: 8, set: 'setFloat64' },
  F32: { width: 4, set: 'setFloat32' },
  I32: { width: 4, set: 'setInt32' },
  F16: { width: 2, set: 'setUint16' },
} satisfies Record<string, Writer>;

/** A type that is written. */
export type WrittenType = keyof typeof writers;

/** The order of types in a file: wider ones first, so that every tensor is aligned. */
export const writtenTypes = Object.keys(writers) as readonly WrittenType[];

/** The float type in which numbers stay as they are. */
export const asComputed = computed === 8 ? 'F64' : 'F32';

/** How many bytes a tensor of that size takes. */
export function bytesOf(dtype: WrittenType, size: number): number {
  return writers[dtype].width * size;
}

/** Numbers as bytes; the inverse of `decode`, up to rounding. */
export function encode(dtype: WrittenType, values: Numbers): Uint8Array {
  if (dtype === 'I32' || dtype === asComputed)
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const { width, set }: Writer = writers[dtype];
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((x, i) => {
    view[set](width * i, dtype === 'F16' ? toHalf(x) : x, true);
  });
  return new Uint8Array(view.buffer);
}

function floats(width: number, get: (view: DataView, at: number) => number): Reader {
  const read = (bytes: Uint8Array) => {
    if (width === computed) return numbersAt(Float32Array, bytes);
    const view = viewOf(bytes);
    const values = new Float32Array(bytes.length / width);
    for (let i = 0; i < values.length; i++) values[i] = get(view, width * i);
    return values;
  };
  return { tensor: 'float32', read };
}

interface NumbersOf<N> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, begin: number, length: number): N;
}

/** A view of the bytes, or of a copy if they begin where such a number cannot. */
function numbersAt<N>(Kind: NumbersOf<N>, bytes: Uint8Array): N {
  // The slice of a Buffer would be no copy.
  const aligned = bytes.byteOffset % Kind.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
  return new Kind(aligned.buffer, aligned.byteOffset, bytes.length / Kind.BYTES_PER_ELEMENT);
}

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function smallIntegers(bytes: Uint8Array, where: string): Int32Array {
  const view = viewOf(bytes);
  const values = new Int32Array(bytes.length / 8);
  for (let i = 0; i < values.length; i++) {
    const low = view.getInt32(8 * i, true);
    if (view.getInt32(8 * i + 4, true) !== low >> 31)
      throw new InputError(
        wrongInput(
          where,
          'I64 numbers that fit 32 bits',
          String(view.getBigInt64(8 * i, true)),
          'Tensors hold no larger integers: convert them to F32 if rounding does no harm.',
        ),
      );
    values[i] = low;
  }
  return values;
}

/** Half precision: a sign, 5 bits of exponent, 10 of fraction. */
const fromHalf = tableOf(5, 10);
/** The upper half of single precision: a sign, 8 bits of exponent, 7 of fraction. */
const fromBfloat = tableOf(8, 7);

/** Numbers of 16 bits by their bits; all of them are computed at the first use. */
function tableOf(exponentBits: number, fractionBits: number): (bits: number) => number {
  let table: Float64Array | undefined;
  const number = (bits: number) => {
    const sign = bits >> 15 === 0 ? 1 : -1;
    const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
    const fraction = bits & (2 ** fractionBits - 1);
    if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
    // Numbers below the smallest normal one have its exponent, and no 1 before the point.
    const whole = exponent === 0 ? fraction : fraction + 2 ** fractionBits;
    const bias = 2 ** (exponentBits - 1) - 1;
    return sign * whole * 2 ** (Math.max(exponent, 1) - bias - fractionBits);
  };
  return (bits) => {
    table ??= Float64Array.from({ length: 2 ** 16 }, (_, i) => number(i));
    return table[bits] ?? NaN;
  };
}

/**
 * A number rounded to half precision, to the even one of two that are equally near, as its bits.
 * What is 65,520 or more becomes infinite.
 */
export function toHalf(x: number): number {
  if (Number.isNaN(x)) return 0x7e00;
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const magnitude = Math.min(Math.abs(x), 2 ** 16);
  // Halves from 2 ** exponent on lie 2 ** (exponent - 10) apart, the smallest as the normal ones.
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const steps = toEven(magnitude / 2 ** (exponent - 10));
  // A step beyond the largest fraction carries into the exponent.
  return sign + steps + 1024 * (exponent + 14);
}

/** A number below 2 ** 51 rounded to a whole one, from between two to the even one. */
function toEven(x: number): number {
  return x + 2 ** 52 - 2 ** 52;
}
