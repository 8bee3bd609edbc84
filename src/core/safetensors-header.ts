/** The header of a safetensors file: JSON that says which tensor lies where. */
import { InputError, wrongInput } from './errors.js';

/** What the header says of one tensor. */
export interface TensorEntry {
  /** Type of its numbers in the file, such as F32 or BF16. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Where its bytes begin and end, counted from the end of the header. */
  readonly data_offsets: readonly [begin: number, end: number];
}

export interface Header {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Texts beside the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A name that neither tensors nor texts may have: it means something in JavaScript. */
export const reserved = '__proto__';

/** The most bytes that the format allows for a header. */
export const longestHeader = 100_000_000;

/** Bytes of one number, for the types whose numbers fill whole bytes. */
const widths = new Map(
  Object.entries({
    ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1, U16: 2, I16: 2, F16: 2 },
    ...{ BF16: 2, U32: 4, I32: 4, F32: 4, U64: 8, I64: 8, F64: 8, C64: 8 },
  }),
);

/** A file that is not what it says; `where` names the function and its argument. */
export const damaged = (where: string, expected: string, received: string) =>
  new InputError(
    wrongInput(where, expected, received, 'The file is damaged: copy, fetch or make it again.'),
  );

/**
 * Reads a header and checks it against the file: every byte belongs to one tensor.
 *
 * @param bytes the header alone, without its length
 * @param dataBytes size of the rest of the file
 * @param where function and argument, for the message
 * @throws InputError if it is no header, or does not fit the file
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number, where: string): Header {
  const json = recordOf(bytes, where);
  const { __metadata__: metadata = {}, ...entries } = json;
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === 'string'))
    throw damaged(where, '__metadata__ to be a record of texts', quoted(metadata));
  const tensors = new Map<string, TensorEntry>();
  for (const [name, entry] of Object.entries(entries))
    tensors.set(name, checkedEntry(entry, `${where} '${name}'`));
  checkPlaces(tensors, dataBytes, where);
  return { tensors, metadata: metadata as Header['metadata'] };
}

function recordOf(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  const text = textOf(bytes, where);
  if (!text.startsWith('{')) throw damaged(where, 'a header that begins with {', quoted(text));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(where, 'a header in JSON', error instanceof Error ? error.message : quoted(text));
  }
  const wrong = wrongName(text);
  if (wrong !== undefined) throw damaged(where, 'a header that names everything once', wrong);
  return json as Record<string, unknown>;
}

function textOf(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged(where, 'a header in UTF-8', 'bytes that are not UTF-8');
  }
}

/** A name that stands twice in one record of a valid JSON text, where JSON.parse keeps the last. */
function wrongName(json: string): string | undefined {
  const open: Set<string>[] = [];
  const colon = /\s*:/y;
  for (let at = 0; at < json.length; at++) {
    const sign = json.charAt(at);
    if (sign === '{' || sign === '[') open.push(new Set());
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const begin = at;
      for (at++; json.charAt(at) !== '"'; at++) if (json.charAt(at) === '\\') at++;
      colon.lastIndex = at + 1;
      if (!colon.test(json)) continue;
      const name = JSON.parse(json.slice(begin, at + 1)) as string;
      if (name === reserved) return `the name '${name}'`;
      if (open.at(-1)?.has(name) === true) return `'${name}' twice`;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}

function checkedEntry(entry: unknown, where: string): TensorEntry {
  if (!isRecord(entry)) throw damaged(where, 'dtype, shape and data_offsets', quoted(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw damaged(where, 'a dtype such as F32', quoted(dtype));
  if (!areSizes(shape)) throw damaged(where, 'a shape of whole numbers from 0', quoted(shape));
  if (!areSizes(offsets) || offsets.length !== 2)
    throw damaged(where, 'data_offsets of two whole numbers from 0', quoted(offsets));
  const [begin = 0, end = 0] = offsets;
  const width = widths.get(dtype);
  // Of other types only the places can be checked.
  const bytes = width === undefined ? Math.max(0, end - begin) : width * sizeOf(shape);
  if (bytes !== end - begin)
    throw damaged(where, `${dtype} ${quoted(shape)} to have ${bytes} bytes`, `${end - begin}`);
  return { dtype, shape, data_offsets: [begin, end] };
}

/** Tensors lie one after the other, from the end of the header to the end of the file. */
function checkPlaces(
  tensors: ReadonlyMap<string, TensorEntry>,
  dataBytes: number,
  where: string,
): void {
  const places = [...tensors].map(
    ([
      name,
      {
        data_offsets: [begin, end],
      },
    ]) => ({ name, begin, end }),
  );
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of places) {
    if (begin !== at)
      throw damaged(
        `${where} '${name}'`,
        `bytes from ${at}, where the last tensor ends`,
        `${begin}`,
      );
    at = end;
  }
  if (at !== dataBytes) throw damaged(where, `${at} bytes of numbers`, `${dataBytes}`);
}

/** Number of entries of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

function isRecord(x: unknown): x is Readonly<Record<string, unknown>> {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}

function areSizes(x: unknown): x is readonly number[] {
  return Array.isArray(x) && x.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** A value as JSON, shortened. */
function quoted(x: unknown): string {
  const text = JSON.stringify(x) as string | undefined;
  return text === undefined ? 'none' : text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
