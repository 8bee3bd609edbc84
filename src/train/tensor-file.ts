/**
 * Tensors on disk, in the safetensors format: a JSON header, then the numbers one after the other.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { InputError, wrongInput } from '../core/index.js';

/** Named tensors, and texts beside them. */
export interface TensorFile {
  readonly tensors: Readonly<Record<string, tf.Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes tensors to a file in one piece: whoever reads it meanwhile, or after a crash, finds the
 * old file or the new one, never half of one. Numbers are kept as they are, in single or double
 * precision.
 *
 * @param path file to write; missing folders are made
 */
export function writeTensors(path: string, { tensors, metadata }: TensorFile): void {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = tensor.dataSync();
    const dtype = tensor.dtype === 'int32' ? 'I32' : values.BYTES_PER_ELEMENT === 8 ? 'F64' : 'F32';
    const end = offset + values.byteLength;
    header[name] = { dtype, shape: tensor.shape, data_offsets: [offset, end] } satisfies Entry;
    parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    offset = end;
  }
  // The numbers begin at a multiple of 8 bytes, as the format asks.
  const text = Buffer.from(JSON.stringify(header));
  const blanks = Buffer.alloc((8 - (text.length % 8)) % 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + blanks.length));
  replaceFile(path, [length, text, blanks, ...parts]);
}

function replaceFile(path: string, parts: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${String(process.pid)}.half`;
  try {
    const file = openSync(half, 'w');
    try {
      for (const part of parts) writeSync(file, part);
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
 * Reads a file of tensors.
 *
 * @throws InputError if the file is missing, cut off, or of another kind
 */
export function readTensors(path: string): TensorFile {
  const bytes = read(path);
  const header = headerOf(bytes, path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries as Record<string, Entry>).map(([name, entry]) => {
    const [from, to] = entry.data_offsets;
    if (start + to > bytes.length) throw new InputError(unreadable(path, 'a file that is cut off'));
    const values = numbers(bytes.subarray(start + from, start + to), entry.dtype, path);
    const dtype = entry.dtype === 'I32' ? 'int32' : 'float32';
    return [name, tf.tensor(values, [...entry.shape], dtype)] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as TensorFile['metadata'] };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(unreadable(path, error instanceof Error ? error.message : String(error)));
  }
}

function headerOf(bytes: Buffer, path: string): Readonly<Record<string, unknown>> {
  const length = bytes.length < 8 ? Infinity : Number(bytes.readBigUInt64LE(0));
  if (8 + length > bytes.length) throw new InputError(unreadable(path, 'a file that is cut off'));
  try {
    return JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
  } catch {
    throw new InputError(unreadable(path, 'a file of another kind'));
  }
}

// Read byte by byte: tests in double precision exchange the typed arrays.
const readers: Readonly<Record<string, { size: number; at: (b: Buffer, i: number) => number }>> = {
  F32: { size: 4, at: (bytes, i) => bytes.readFloatLE(4 * i) },
  F64: { size: 8, at: (bytes, i) => bytes.readDoubleLE(8 * i) },
  I32: { size: 4, at: (bytes, i) => bytes.readInt32LE(4 * i) },
};

function numbers(bytes: Buffer, dtype: string, path: string): number[] {
  const reader = readers[dtype];
  if (reader === undefined) throw new InputError(unreadable(path, `numbers of type ${dtype}`));
  return Array.from({ length: bytes.length / reader.size }, (_, i) => reader.at(bytes, i));
}

const unreadable = (path: string, received: string) =>
  wrongInput(
    `tensors ${path}`,
    'a whole safetensors file',
    received,
    'Train again, or pass another path.',
  );
