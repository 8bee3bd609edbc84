import * as tf from '@tensorflow/tfjs-core';
import type { GraphWriter } from './graph-writer.js';
import type { NativeBackend } from './native-backend.js';
import { refusal } from './recording-error.js';

/** Sends what f asks of the backend through the writer, until what is returned is called. */
export function intercept(backend: NativeBackend, graph: GraphWriter): () => void {
  const own = Object.getPrototypeOf(backend) as NativeBackend;
  const undo = [
    replace(backend, {
      executeSingleOutput(op, attributes, inputs) {
        const run = () => [own.executeSingleOutput.call(backend, op, attributes, inputs)];
        return graph.operation(op, attributes, inputs, run)[0] as tf.Tensor;
      },
      executeMultipleOutputs(op, attributes, inputs, outputs) {
        const run = () => own.executeMultipleOutputs.call(backend, op, attributes, inputs, outputs);
        return graph.operation(op, attributes, inputs, run);
      },
      move(data, ...rest) {
        graph.constant(data);
        own.move.call(backend, data, ...rest);
      },
      readSync(data) {
        graph.reads(data);
        return own.readSync.call(backend, data);
      },
      read(data) {
        try {
          graph.reads(data);
        } catch {
          // A rejection that nobody awaits would end the process before the refusal is seen.
          return new Promise(() => undefined);
        }
        return own.read.call(backend, data);
      },
    }),
    replace(tf.Variable.prototype, { assign: () => graph.refuse(refusal.assigned()) }),
    replace(tf.getKernel('GatherV2', 'tensorflow'), { kernelFunc: gather }),
  ];
  return () => {
    for (const restore of undo) restore();
  };
}

/** Gives an object other methods; the function that is returned puts the old ones back. */
function replace<T extends object>(target: T, methods: Partial<T>): () => void {
  const before = Object.keys(methods).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  Object.assign(target, methods);
  return () => {
    for (const [name, own] of before)
      if (own === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, own);
  };
}

/** The backend's own kernel reads the indices to check them, which TensorFlow does too. */
const gather: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const native = backend as NativeBackend;
  const { TF_ATTR_INT, TF_ATTR_TYPE } = native.binding;
  const [x, indices] = [inputs['x'] as tf.Tensor, inputs['indices'] as tf.Tensor];
  const axis = tf.scalar(attrs?.['axis'] as number, 'int32');
  const type = (name: string, { dtype }: tf.Tensor) => {
    return { name, type: TF_ATTR_TYPE, value: native.getDTypeInteger(dtype) };
  };
  return native.executeSingleOutput(
    'GatherV2',
    [
      { name: 'batch_dims', type: TF_ATTR_INT, value: attrs?.['batchDims'] },
      type('Tparams', x),
      type('Tindices', indices),
      type('Taxis', axis),
    ],
    [x, indices, axis],
  );
};
