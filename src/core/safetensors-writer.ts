/** Writing safetensors. */
import type * as tf from '@tensorflow/tfjs-core';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, kindOf, wrongInput } from './errors.js';
import {
  asComputed,
  bytesOf,
  encode,
  writtenTypes,
  type Numbers,
  type WrittenType,
} from './safetensors-dtypes.js';
import { reserved } from './safetensors-header.js';

/** What is written: tensors by name, such as `flattenParams` gives. */
export interface TensorsToWrite {
  readonly tensors: Readonly<Record<string, tf.Tensor>>;
  /** Texts beside them. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Type of number for all float tensors; default: the one in which they are computed. */
  readonly floats?: Exclude<WrittenType, 'I32'>;
}

/**
 * Writes tensors to a file in one piece: a reader at any time, even after a crash, finds the
 * old file or the new one, never half of one.
 *
 * @param path file to write; missing folders are made
 * @throws InputError as `encodeSafetensors` does
 */
export function writeSafetensors(path: string, content: TensorsToWrite): void {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${String(process.pid)}.half`;
  try {
    const file = openSync(half, 'w');
    try {
      for (const part of encodeSafetensors(content)) writeWhole(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}

/**
 * Tensors as the bytes of a file, one part after the other. Equal tensors give equal bytes, in
 * whatever order they come: those of wider numbers stand first, so that all are aligned.
 *
 * @throws InputError if a tensor is neither float32 nor int32, a name is one that the format does
 *   not allow, a text is none, or floats are to have a type that is not written
 */
export function* encodeSafetensors(content: TensorsToWrite): Iterable<Uint8Array> {
  checkContent(content);
  const { tensors, metadata = {}, floats = asComputed } = content;
  const entries = Object.entries(tensors).map(([name, tensor]) => ({
    name,
    tensor,
    dtype: typeOf(name, tensor, floats),
  }));
  const order = ({ dtype }: { dtype: WrittenType }) => writtenTypes.indexOf(dtype);
  entries.sort((a, b) => order(a) - order(b) || byBytes(a.name, b.name));
  let begin = 0;
  const described = entries.map(({ name, tensor, dtype }) => {
    const end = begin + bytesOf(dtype, tensor.size);
    const entry = { dtype, shape: tensor.shape, data_offsets: [begin, end] };
    begin = end;
    return [name, entry] as const;
  });
  const texts = Object.entries(metadata).sort(([a], [b]) => byBytes(a, b));
  const beside = texts.length === 0 ? {} : { __metadata__: Object.fromEntries(texts) };
  yield headerBytes(JSON.stringify({ ...beside, ...Object.fromEntries(described) }));
  for (const { tensor, dtype } of entries) yield encode(dtype, tensor.dataSync() as Numbers);
}

/** The header after its length; the numbers begin at a multiple of 8 bytes, as the format asks. */
function headerBytes(json: string): Uint8Array {
  const text = Buffer.from(json);
  const bytes = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8, ' ');
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8));
  bytes.set(text, 8);
  return bytes;
}

function checkContent({ tensors, metadata = {}, floats = asComputed }: TensorsToWrite): void {
  checkNames('tensors', tensors, ['__metadata__', reserved]);
  checkNames('metadata', metadata, [reserved]);
  const other = Object.entries<unknown>(metadata).find(([, text]) => typeof text !== 'string');
  if (other !== undefined) throw new InputError(noText(...other));
  const types: readonly string[] = writtenTypes.filter((type) => type !== 'I32');
  if (!types.includes(floats)) throw new InputError(wrongFloats(types, floats));
}

function checkNames(what: string, record: object, taken: readonly string[]): void {
  const wrong = taken.find((name) => Object.hasOwn(record, name));
  if (wrong !== undefined) throw new InputError(wrongName(what, taken, wrong));
}

function typeOf(name: string, { dtype }: tf.Tensor, floats: WrittenType): WrittenType {
  const where = `writeSafetensors '${name}'`;
  if (dtype !== 'float32' && dtype !== 'int32')
    throw new InputError(
      wrongInput(where, 'a float32 or int32 tensor', dtype, 'Cast it with tf.cast.'),
    );
  return dtype === 'int32' ? 'I32' : floats;
}

/** The order of names in UTF-8, which differs from JavaScript's beyond its 16 bits. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function writeWhole(file: number, bytes: Uint8Array): void {
  // One call writes at most 2 GiB.
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30));
}

const wrongName = (what: string, taken: readonly string[], name: string) =>
  wrongInput(
    `writeSafetensors ${what}`,
    `names other than ${taken.join(' and ')}`,
    name,
    'Give it another name.',
  );

const noText = (name: string, received: unknown) =>
  wrongInput(
    `writeSafetensors metadata '${name}'`,
    'a text',
    kindOf(received),
    'Turn it into one with String or JSON.stringify.',
  );

const wrongFloats = (types: readonly string[], received: unknown) =>
  wrongInput(
    'writeSafetensors floats',
    types.join(', '),
    String(received),
    'Leave it out to write numbers as they are computed.',
  );
