/** tfjs as the box runs it: plain JavaScript, double precision, every gradient and method. */
import './double.js';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';

export { tf };

/** The engine, which no exercise gets to see. */
export const engine = tf.engine();

/** Chooses the backend and mends what double precision breaks; run once, before any tensor. */
export function startTfjs(): void {
  const platform = tf.env().platform;
  // Looked up at each call: by then the global clock is the box's own.
  platform.now = () => performance.now();
  const known = platform.isTypedArray.bind(platform);
  platform.isTypedArray = (
    x: unknown,
  ): x is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
    x instanceof Float64Array || known(x);
  // Else tfjs advertises its native backend on the first operation.
  tf.env().set('IS_TEST', true);
  // Plain JavaScript is there at once.
  void tf.setBackend('cpu');
  refuseOperators();
}

/** Else `x / 2` is NaN without a word, and `x + y` a text. */
function refuseOperators(): void {
  Object.defineProperty(tf.Tensor.prototype, Symbol.toPrimitive, {
    value(this: tf.Tensor, wanted: string) {
      if (wanted === 'string') return this.toString();
      throw new TypeError('operators such as + / > take numbers, received a tensor');
    },
  });
}
