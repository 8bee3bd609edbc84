/**
 * Makes tfjs compute in double precision: it allocates every float tensor as a `Float32Array`, so
 * before it loads, the wider array takes that name. Loaded first by the tests.
 */
import { createRequire } from 'node:module';

globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs') as typeof import('@tensorflow/tfjs');
const platform = tf.env().platform;
const known = platform.isTypedArray.bind(platform);
platform.isTypedArray = (
  x: unknown,
): x is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
  x instanceof Float64Array || known(x);
await tf.setBackend('cpu');
// Its first use would print an advertisement for the native backend.
(tf.backend() as { firstUse?: boolean }).firstUse = false;
