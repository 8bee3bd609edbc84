import type * as tf from '@tensorflow/tfjs-core';
import { encodeNode, type Attribute } from './graph-def.js';
import type { NativeBackend, OpAttribute } from './native-backend.js';
import { refusal, type RecordingError } from './recording-error.js';

/** Operations that draw, or whose results have shapes that depend on values. */
const unrecordable =
  /^(Multinomial|Random|Where$|Unique|NonMaxSuppression|SparseFillEmptyRows|SparseReshape|String)/;

/** Not text, and not the whole numbers of 64 bits that tfjs has no tensors of. */
const numbers = /^(float32|int32|bool|complex64)$/;

/** Type attributes that kernels leave out, by operation, and the input that has the type. */
const unnamed: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ExpandDims: { T: 0 },
  StatelessRandomUniform: { T: 0, Tseed: 1 },
};

/** Writes nodes in the order in which operations run. */
export class GraphWriter {
  readonly #nodes: Buffer[] = [];
  /** The node that gives each data. */
  readonly #sources = new Map<tf.DataId, string>();
  /** Data that JavaScript made, or that follows from such data alone. */
  readonly #made = new WeakSet();
  readonly #constants = new Map<string, string>();
  /** Why there is no graph; f cannot hide it by catching the error. */
  refused: RecordingError | undefined;

  constructor(
    readonly backend: NativeBackend,
    readonly before: readonly Buffer[] | undefined,
  ) {}

  input(name: string, { dataId, shape }: tf.Tensor): string {
    const { dtype } = this.backend.tensorMap.get(dataId);
    this.#add(name, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } });
    this.#sources.set(dataId, name);
    return name;
  }

  output(name: string, x: tf.Tensor): string {
    const source = this.#source(x);
    const { dtype } = this.backend.tensorMap.get(x.dataId);
    this.#add(name, 'Identity', [source], { T: { type: dtype } });
    return name;
  }

  /** JavaScript made data: a constant, if an operation uses it. */
  constant(data: tf.DataId): void {
    this.#made.add(data);
  }

  /** An operation is run. */
  operation(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.Tensor[],
    run: () => tf.Tensor[],
  ): tf.Tensor[] {
    if (unrecordable.test(op) || !inputs.every(({ dtype }) => numbers.test(dtype)))
      this.refuse(refusal.operation(op));
    const sources = inputs.map((x) => this.#source(x));
    const name = `${op}_${this.#nodes.length}`;
    const given = attributes.map((one) => [one.name, this.#attribute(op, one)] as const);
    this.#add(name, op, sources, { ...this.#inferred(op, inputs), ...Object.fromEntries(given) });
    const outputs = run();
    const constant = inputs.every(({ dataId }) => this.#made.has(dataId));
    for (const [i, { dataId }] of outputs.entries()) {
      this.#sources.set(dataId, i === 0 ? name : `${name}:${i}`);
      if (constant) this.#made.add(dataId);
    }
    return outputs;
  }

  /** A value is about to be read: only what is the same in every call may be. */
  reads(data: tf.DataId): void {
    if (!this.#made.has(data)) this.refuse(refusal.read());
  }

  refuse(error: RecordingError): never {
    this.refused ??= error;
    throw error;
  }

  /** The nodes. */
  end(): readonly Buffer[] {
    if (this.refused !== undefined) throw this.refused;
    const expected = this.before?.length ?? this.#nodes.length;
    if (this.#nodes.length !== expected) throw refusal.otherResults();
    return this.#nodes;
  }

  #add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    const node = encodeNode({ name, op, inputs, attributes });
    if (this.before?.[this.#nodes.length]?.equals(node) === false)
      this.refuse(op === 'Const' ? refusal.number() : refusal.otherOperation(op));
    this.#nodes.push(node);
  }

  #source(x: tf.Tensor): string {
    const known = this.#sources.get(x.dataId);
    if (known !== undefined) return known;
    if (!this.#made.has(x.dataId)) this.refuse(refusal.outside(x.shape));
    const [id = NaN] = this.backend.getInputTensorIds([x]); // hands the numbers to TensorFlow
    const { dtype } = this.backend.tensorMap.get(x.dataId);
    const { buffer, byteOffset, byteLength } = this.backend.binding.tensorDataSync(id);
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    const content = `${dtype} ${x.shape.join()} ${bytes.toString('latin1')}`;
    let name = this.#constants.get(content);
    if (name === undefined) {
      name = `c${this.#constants.size}`;
      const value: Attribute = { constant: { dtype, shape: x.shape, bytes } };
      this.#add(name, 'Const', [], { dtype: { type: dtype }, value });
      this.#constants.set(content, name);
    }
    this.#sources.set(x.dataId, name);
    return name;
  }

  /** The types that the attributes do not name: outside a graph, TensorFlow infers them. */
  #inferred(op: string, inputs: readonly tf.Tensor[]): Readonly<Record<string, Attribute>> {
    const types = Object.entries(unnamed[op] ?? {}).map(([name, place]) => {
      const dtype = inputs[place]?.dtype ?? 'float32';
      return [name, { type: this.backend.getDTypeInteger(dtype) }] as const;
    });
    return Object.fromEntries(types);
  }

  #attribute(op: string, { type, value }: OpAttribute): Attribute {
    const kinds = this.backend.binding;
    const many = Array.isArray(value);
    switch (type) {
      case kinds.TF_ATTR_STRING:
        return { text: value as string };
      case kinds.TF_ATTR_INT:
        return many ? { ints: value as number[] } : { int: value as number };
      case kinds.TF_ATTR_FLOAT:
        return many ? { floats: value as number[] } : { float: value as number };
      case kinds.TF_ATTR_BOOL:
        return many ? { bools: value as boolean[] } : { bool: value as boolean };
      case kinds.TF_ATTR_TYPE:
        return { type: value as number };
      case kinds.TF_ATTR_SHAPE:
        return { shape: value as number[] };
      default:
        return this.refuse(refusal.operation(op));
    }
  }
}
