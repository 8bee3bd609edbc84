import * as tf from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { projectFile } from '../core/files.js';
import { concat, InputError, shape, wrongInput } from '../core/index.js';
import { initLstm, type LstmParams } from './lstm.js';
import type { Reader } from './recurrent.js';
import { lastRealState } from './scan.js';

/** TensorFlow's operations by name, as the native backend hands them on. */
interface NativeBackend {
  readonly binding: Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_BOOL' | 'TF_ATTR_FLOAT' | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(
    name: string,
    attributes: readonly object[],
    inputs: readonly unknown[],
    outputs: number,
  ): tf.Tensor3D[];
}

/** Whether `lstmFused` runs here: only the native backend has its operation. */
export function canFuse(): boolean {
  return 'executeMultipleOutputs' in tf.backend();
}

/**
 * The outputs of `lstmForward` from a state of zeros, and their gradients, by one operation each: some thirty times as fast where
 * layers are small.
 *
 * Source: TensorFlow's BlockLSTMV2 and BlockLSTMGradV2, whose gates are packed i, f, g, o as ours are.
 *
 * @param p weights `wIh` [I, G], `wHh` [U, G] and `b` [G]
 * @param xs inputs, [B, T, I]
 * @returns h after every step, [B, T, U]
 * @throws ShapeError if xs and the weights disagree on I
 * @throws InputError on another backend than the native one
 */
export function lstmFused(p: LstmParams, xs: tf.Tensor3D): tf.Tensor3D {
  const { B, T } = shape('B T I', xs, 'lstmFused xs', { I: p.wIh.shape[0] });
  if (!canFuse()) throw new InputError(notNative());
  const U = p.wHh.shape[0];
  const backend = tf.backend() as unknown as NativeBackend;
  const peepholes = tf.zeros<tf.Rank.R1>([U]);
  const zeros = tf.zeros<tf.Rank.R2>([B, U]);
  const run = tf.customGrad((...made) => {
    const [x, w, b, save] = made as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const given = [x, zeros, zeros, w, peepholes, peepholes, peepholes, b];
    const clip = { name: 'cell_clip', type: backend.binding.TF_ATTR_FLOAT, value: -1 };
    const kept = backend.executeMultipleOutputs('BlockLSTMV2', [...attributes(backend), clip], [int64(T), ...given], 7); // prettier-ignore
    const value = kept[6] ?? tf.zeros([T, B, U]);
    save([...given, ...kept]);
    return {
      value,
      gradFunc: (dh: tf.Tensor, saved: tf.Tensor[]) => {
        const inputs = [int64(T), ...saved, tf.zerosLike(dh), dh];
        const all = backend.executeMultipleOutputs('BlockLSTMGradV2', attributes(backend), inputs, 8); // prettier-ignore
        return [0, 3, 7].flatMap((place) => all[place] ?? []);
      },
    };
  });
  const outputs = run(byTime(xs), concat([p.wIh, p.wHh], 0), p.b); // [T, B, U]
  return byTime(outputs); // [B, T, U]
}

/** Exchanges the first two axes: [B, T, I] to [T, B, I], or back. */
function byTime(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [1, 0, 2]);
}

/** The long short-term memory as a reader of whole rows, by `lstmFused`. */
export const fusedLstm: Reader<LstmParams> = {
  init: initLstm,
  outputSize: (hiddenSize) => hiddenSize,
  read(p, xs, mask) {
    const outputs = lstmFused(p, xs);
    return { outputs, last: lastRealState(outputs, mask) };
  },
};

function attributes({ binding }: NativeBackend): object[] {
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'use_peephole', type: binding.TF_ATTR_BOOL, value: false },
  ];
}

/** The backend makes no int64 tensors, but takes its own class of such scalars. */
function int64(value: number): unknown {
  const require = createRequire(projectFile('package.json'));
  const { Int64Scalar } = require('@tensorflow/tfjs-node/dist/int64_tensors') as {
    readonly Int64Scalar: new (value: number) => unknown;
  };
  return new Int64Scalar(value);
}

const notNative = () =>
  wrongInput(
    'lstmFused',
    'the native backend',
    tf.getBackend(),
    'Take the layer lstm, or see what ./unroll doctor says of the backend.',
  );
