import * as tf from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { InputError, wrongInput } from './errors.js';
import { projectFile } from './files.js';
import { nativeBackend } from './jit/native-backend.js';

/** One of TensorFlow's operations, by its name there. */
export interface NativeOp {
  readonly name: string;
  /** Its attributes by name; `T`, the type of its tensors, is float32 unless it says otherwise. */
  readonly attributes: Readonly<Record<string, boolean | number | 'float32' | 'int32'>>;
  /** Tensors that it gives. */
  readonly outputs: number;
}

/** Whether TensorFlow's operations can be called by name: only the native backend has them. */
export function hasNativeOps(): boolean {
  return nativeBackend() !== undefined;
}

/**
 * Runs one of TensorFlow's operations. It has no gradient; see `customGradient`.
 *
 * @param inputs in TensorFlow's order; a number becomes an int64 scalar, of which the backend makes
 *   no tensors
 * @returns its outputs in TensorFlow's order
 * @throws InputError on another backend than the native one
 */
export function nativeOp(op: NativeOp, inputs: readonly (tf.Tensor | number)[]): tf.Tensor[] {
  const backend = nativeBackend();
  if (backend === undefined) throw new InputError(notNative(op.name));
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_FLOAT } = backend.binding;
  const attributes = Object.entries<boolean | number | 'float32' | 'int32'>({
    T: 'float32',
    ...op.attributes,
  }).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value: backend.getDTypeInteger(value), type: TF_ATTR_TYPE }
      : { name, value, type: typeof value === 'boolean' ? TF_ATTR_BOOL : TF_ATTR_FLOAT },
  );
  return backend.executeMultipleOutputs(
    op.name,
    attributes,
    inputs.map((input) => (typeof input === 'number' ? int64(input) : input)),
    op.outputs,
  );
}

/** One of an operation's outputs, as what it is known to be. */
export function outputOf<R extends tf.Rank>(
  made: readonly tf.Tensor[],
  place: number,
): tf.Tensor<R> {
  const output = made[place];
  if (output === undefined)
    throw new InputError(
      wrongInput('outputOf', `a place below ${made.length}`, `${place}`, 'Count from 0.'),
    );
  return output as tf.Tensor<R>;
}

/** No tensor, but what the backend hands on in the place of one. */
function int64(value: number): tf.Tensor {
  const require = createRequire(projectFile('package.json'));
  const { Int64Scalar } = require('@tensorflow/tfjs-node/dist/int64_tensors') as {
    readonly Int64Scalar: new (value: number) => tf.Tensor;
  };
  return new Int64Scalar(value);
}

const notNative = (name: string) =>
  wrongInput(
    `nativeOp ${name}`,
    'the native backend',
    tf.getBackend(),
    'Take the readable form of the layer, or see what ./unroll doctor says of the backend.',
  );
