import * as tf from '@tensorflow/tfjs-core';

/** An attribute of an operation, as the backend hands it to TensorFlow. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What TensorFlow says of a tensor it made. */
export interface TensorHandle {
  readonly id: number;
  readonly shape: number[];
  /** Number of TensorFlow's DataType. */
  readonly dtype: number;
}

type AttributeKind =
  | 'TF_ATTR_STRING'
  | 'TF_ATTR_INT'
  | 'TF_ATTR_FLOAT'
  | 'TF_ATTR_BOOL'
  | 'TF_ATTR_TYPE'
  | 'TF_ATTR_SHAPE';

/** What recording and running need of tfjs-node's backend. All its kernels end in `execute...`. */
export interface NativeBackend {
  readonly binding: Readonly<Record<AttributeKind, number>> & {
    tensorDataSync(id: number): Uint8Array;
    loadSavedModel(folder: string, tags: string): number;
    runSavedModel(
      session: number,
      ids: readonly number[],
      inputs: string,
      outputs: string,
    ): TensorHandle[];
    deleteSavedModel(session: number): void;
    getNumOfSavedModels(): number;
  };
  readonly tensorMap: { get(data: tf.DataId): TensorHandle };
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
  getDTypeInteger(dtype: tf.DataType): number;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(handle: TensorHandle): tf.Tensor;
  read(data: tf.DataId): Promise<unknown>;
  readSync(data: tf.DataId): unknown;
  move(data: tf.DataId, ...rest: unknown[]): void;
}

/** The backend that computes, if it is the native one. */
export function nativeBackend(): NativeBackend | undefined {
  const backend: unknown = tf.backend();
  return tf.getBackend() === 'tensorflow' ? (backend as NativeBackend) : undefined;
}
