/** Reading safetensors: a header that says what is there, then the numbers of each tensor. */
import * as tf from '@tensorflow/tfjs-core';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError, wrongInput } from './errors.js';
import { decode } from './safetensors-dtypes.js';
import { damaged, longestHeader, parseHeader, type Header } from './safetensors-header.js';

/** A file of tensors: nothing but its header is read until a tensor is asked for. */
export interface Safetensors extends Header {
  /** Function and file, for messages: `openSafetensors weights.safetensors`. */
  readonly where: string;
  /**
   * Reads one tensor. F32, F16 and BF16 give float32; I32 and I64 give int32.
   *
   * @throws InputError if there is none of this name, or its numbers cannot be those of a tensor
   */
  tensor(name: string): tf.Tensor;
}

/** Where bytes come from. */
interface ByteSource {
  readonly where: string;
  readonly size: number;
  /** The bytes from `begin` to `begin + length`, all of them inside. */
  read(begin: number, length: number): Uint8Array;
}

/**
 * Reads tensors from a file. It is opened for each of them, so it need not be closed; it is left as
 * it is while it is in use.
 *
 * @throws InputError if the file cannot be read, is damaged or of another kind, or changes
 */
export function openSafetensors(path: string): Safetensors {
  const where = `openSafetensors ${path}`;
  const first = withFile(path, where, (_, found) => found);
  const read = (begin: number, length: number) =>
    withFile(path, where, (file, found) => {
      if (found.size !== first.size || found.mtimeMs !== first.mtimeMs)
        throw damaged(where, 'the file that was opened', 'another one, written since');
      return readWhole(file, begin, length);
    });
  return safetensorsOf({ where, size: first.size, read });
}

/**
 * Reads tensors that are in memory. Where types and places allow it a tensor is a view of these
 * bytes, so leave them as they are.
 *
 * @throws InputError if the bytes are damaged or of another kind
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const read = (begin: number, length: number) => bytes.subarray(begin, begin + length);
  return safetensorsOf({ where: 'readSafetensors bytes', size: bytes.length, read });
}

function safetensorsOf(source: ByteSource): Safetensors {
  const { where, size } = source;
  if (size < 8) throw damaged(where, 'at least 8 bytes', `${size}`);
  const prefix = source.read(0, 8);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  const most = Math.min(size - 8, longestHeader);
  if (length > most) throw damaged(where, `a header of at most ${most} bytes`, `${length}`);
  const header = parseHeader(source.read(8, length), size - 8 - length, where);
  return {
    ...header,
    where,
    tensor(name) {
      const entry = header.tensors.get(name);
      if (entry === undefined) throw new InputError(noTensor(where, name, header));
      const [begin, end] = entry.data_offsets;
      const bytes = source.read(8 + length + begin, end - begin);
      const { dtype, values } = decode(entry.dtype, bytes, `${where} '${name}'`);
      return tf.tensor(values, [...entry.shape], dtype);
    },
  };
}

type Found = { readonly size: number; readonly mtimeMs: number };

function withFile<T>(path: string, where: string, use: (file: number, found: Found) => T): T {
  try {
    const file = openSync(path, 'r');
    try {
      return use(file, fstatSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const received = error instanceof Error ? error.message : String(error);
    throw new InputError(wrongInput(where, 'a file that can be read', received, 'Check the path.'));
  }
}

function readWhole(file: number, begin: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0, got = 1; done < length; done += got) {
    // One call reads at most 2 GiB.
    got = readSync(file, bytes, done, Math.min(length - done, 2 ** 30), begin + done);
    if (got === 0) throw new Error('the file ended early');
  }
  return bytes;
}

const noTensor = (where: string, name: string, { tensors }: Header) => {
  const names = [...tensors.keys()];
  const some = names.length > 9 ? [...names.slice(0, 8), `${names.length - 8} more`] : names;
  return names.length === 0
    ? wrongInput(
        `${where} tensor`,
        'no name, as no tensor is there',
        `'${name}'`,
        'Check the file.',
      )
    : wrongInput(`${where} tensor`, some.join(', '), `'${name}'`, 'Ask for one of these names.');
};
