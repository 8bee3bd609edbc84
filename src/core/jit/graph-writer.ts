import type * as tf from '@tensorflow/tfjs-core';
import { encodeNode, type Attribute } from './graph-def.js';
import type { NativeBackend, OpAttribute } from './native-backend.js';
import { refusal, type RecordingError } from './recording-error.js';

/** Operations that draw, or whose results have shapes that depend on values. */
const unrecordable =
  /^(Multinomial|Random|Where$|Unique|NonMaxSuppression|SparseFillEmptyRows|SparseReshape|String)/;

/** Writes nodes in the order in which operations run. */
export class GraphWriter {
  readonly #nodes: Buffer[] = [];
  /** The node that gives each data. */
  readonly #sources = new Map<tf.DataId, string>();
  /** Data that JavaScript made. */
  readonly #made = new WeakSet();
  /** Data that follows from an input. */
  readonly #variable = new WeakSet();
  readonly #constants = new Map<string, string>();
  /** Why there is no graph; f cannot hide it by catching the error. */
  refused: RecordingError | undefined;

  constructor(
    readonly backend: NativeBackend,
    readonly before: readonly Buffer[] | undefined,
  ) {}

  input(name: string, { dataId, shape }: tf.Tensor): string {
    const { dtype } = this.backend.tensorMap.get(dataId);
    this.#add(
      name,
      'Placeholder',
      [],
      [
        ['dtype', { type: dtype }],
        ['shape', { shape }],
      ],
    );
    this.#sources.set(dataId, name);
    this.#variable.add(dataId);
    return name;
  }

  output(name: string, x: tf.Tensor): string {
    const source = this.#source(x);
    const { dtype } = this.backend.tensorMap.get(x.dataId);
    this.#add(name, 'Identity', [source], [['T', { type: dtype }]]);
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
    if (unrecordable.test(op)) this.refuse(refusal.operation(op));
    const sources = inputs.map((x) => this.#source(x));
    const name = `n${this.#nodes.length}`;
    this.#add(
      name,
      op,
      sources,
      attributes.map((one) => this.#attribute(op, one)),
    );
    const outputs = run();
    const varies = inputs.some(({ dataId }) => this.#variable.has(dataId));
    for (const [i, { dataId }] of outputs.entries()) {
      this.#sources.set(dataId, i === 0 ? name : `${name}:${i}`);
      if (varies) this.#variable.add(dataId);
      else this.#made.add(dataId);
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
    if (this.#nodes.length !== expected) throw refusal.fewer(expected, this.#nodes.length);
    return this.#nodes;
  }

  #add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: readonly (readonly [string, Attribute])[],
  ): void {
    const node = encodeNode({ name, op, inputs, attributes: new Map(attributes) });
    if (this.before?.[this.#nodes.length]?.equals(node) === false)
      this.refuse(op === 'Const' ? refusal.number() : refusal.otherOperation(op));
    this.#nodes.push(node);
  }

  #source(x: tf.Tensor): string {
    const known = this.#sources.get(x.dataId);
    if (known !== undefined) return known;
    if (!this.#made.has(x.dataId) || x.dtype === 'string') this.refuse(refusal.outside(x.shape));
    const [id = NaN] = this.backend.getInputTensorIds([x]); // hands the numbers to TensorFlow
    const { dtype } = this.backend.tensorMap.get(x.dataId);
    const { buffer, byteOffset, byteLength } = this.backend.binding.tensorDataSync(id);
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    const content = `${dtype} ${x.shape.join()} ${bytes.toString('latin1')}`;
    let name = this.#constants.get(content);
    if (name === undefined) {
      name = `c${this.#constants.size}`;
      const value: Attribute = { constant: { dtype, shape: x.shape, bytes } };
      this.#add(
        name,
        'Const',
        [],
        [
          ['dtype', { type: dtype }],
          ['value', value],
        ],
      );
      this.#constants.set(content, name);
    }
    this.#sources.set(x.dataId, name);
    return name;
  }

  #attribute(op: string, { name, type, value }: OpAttribute): readonly [string, Attribute] {
    const kinds = this.backend.binding;
    const many = Array.isArray(value);
    switch (type) {
      case kinds.TF_ATTR_STRING:
        return [name, { text: value as string }];
      case kinds.TF_ATTR_INT:
        return [name, many ? { ints: value as number[] } : { int: value as number }];
      case kinds.TF_ATTR_FLOAT:
        return [name, many ? { floats: value as number[] } : { float: value as number }];
      case kinds.TF_ATTR_BOOL:
        return [name, many ? { bools: value as boolean[] } : { bool: value as boolean }];
      case kinds.TF_ATTR_TYPE:
        return [name, { type: value as number }];
      case kinds.TF_ATTR_SHAPE:
        return [name, { shape: value as number[] }];
      default:
        return this.refuse(refusal.operation(op));
    }
  }
}
