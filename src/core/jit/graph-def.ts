/** The few of TensorFlow's messages that make a SavedModel of one graph, in protobuf's form. */

/** A value of an operation's attribute. */
export type Attribute =
  | { readonly text: string }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly bools: readonly boolean[] }
  | { readonly constant: Constant };

/** The numbers of a constant. */
export interface Constant {
  /** Number of TensorFlow's DataType. */
  readonly dtype: number;
  readonly shape: readonly number[];
  /** As they lie in memory. */
  readonly bytes: Uint8Array;
}

/** An operation of a graph. */
export interface Node {
  readonly name: string;
  readonly op: string;
  /** Names of the nodes whose first output it takes; `name:1` is the second output. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** NodeDef: name = 1, op = 2, input = 3, attr = 5. */
export function encodeNode({ name, op, inputs, attributes }: Node): Buffer {
  return Buffer.concat([
    text(1, name),
    text(2, op),
    ...inputs.map((input) => text(3, input)),
    ...Object.entries(attributes).map(([key, value]) =>
      message(5, text(1, key), message(2, encode(value))),
    ),
  ]);
}

/**
 * SavedModel: saved_model_schema_version = 1, meta_graphs = 2. Nodes are run by name, so that no
 * signature is needed.
 *
 * @param nodes operations as `encodeNode` gives them
 * @returns what stands in `saved_model.pb`, with the tag `serve`
 */
export function encodeSavedModel(nodes: readonly Uint8Array[]): Buffer {
  const versions = message(4, int(1, PRODUCER));
  const graph = message(2, ...nodes.map((node) => bytes(1, node)), versions);
  const info = message(1, text(4, 'serve'));
  return Buffer.concat([int(1, 1), message(2, info, graph)]);
}

/** Version of graphs that TensorFlow 2.9 writes. */
const PRODUCER = 1286;

/** AttrValue. */
function encode(value: Attribute): Buffer {
  if ('text' in value) return text(2, value.text);
  if ('int' in value) return int(3, value.int);
  if ('float' in value) return float(4, value.float);
  if ('bool' in value) return int(5, Number(value.bool));
  if ('type' in value) return int(6, value.type);
  if ('shape' in value) return message(7, shape(value.shape));
  if ('constant' in value) return message(8, tensor(value.constant));
  if ('ints' in value) return message(1, ...value.ints.map((v) => int(3, v)));
  if ('floats' in value) return message(1, ...value.floats.map((v) => float(4, v)));
  return message(1, ...value.bools.map((v) => int(5, Number(v))));
}

/** TensorProto: dtype = 1, tensor_shape = 2, tensor_content = 4. */
function tensor({ dtype, shape: sizes, bytes: content }: Constant): Buffer {
  return Buffer.concat([int(1, dtype), message(2, shape(sizes)), bytes(4, content)]);
}

/** TensorShapeProto: dim = 2, of which size = 1. */
function shape(sizes: readonly number[]): Buffer {
  return Buffer.concat(sizes.map((size) => message(2, int(1, size))));
}

/** A base-128 number; a negative one is 64 bits wide. */
function varint(value: number): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const digits: number[] = [];
  for (; rest > 127n; rest >>= 7n) digits.push(Number(rest & 127n) | 128);
  return Buffer.from([...digits, Number(rest)]);
}

const int = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);

const bytes = (field: number, value: Uint8Array) =>
  Buffer.concat([varint(field * 8 + 2), varint(value.byteLength), value]);

const text = (field: number, value: string) => bytes(field, Buffer.from(value));

const message = (field: number, ...parts: readonly Uint8Array[]) =>
  bytes(field, Buffer.concat(parts));

function float(field: number, value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), four]);
}
