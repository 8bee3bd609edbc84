// Proves a backend by a matrix product whose result is known, and measures it.
// node backend-probe.mjs native|wasm|js [size]  prints one line of JSON.
import util from 'node:util';

/** @type {Record<'native' | 'wasm' | 'js', readonly [name: string, registered: string]>} */
const packages = {
  native: ['@tensorflow/tfjs-node', 'tensorflow'],
  wasm: ['@tensorflow/tfjs-backend-wasm', 'wasm'],
  js: ['@tensorflow/tfjs', 'cpu'],
};

/**
 * @param {'native' | 'wasm' | 'js'} backend
 * @param {number} size
 */
async function probe(backend, size) {
  // Node 23 dropped two functions that tfjs-node still calls.
  Object.assign(util, {
    isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  const [name, registered] = packages[backend];
  await import(name);
  const tf = await import('@tensorflow/tfjs-core');
  if (!(await tf.setBackend(registered))) throw new Error(`${registered} did not start`);
  await tf.ready();

  // Ones times a matrix whose entries are 1 / size give ones.
  const ones = tf.ones([size, size]);
  const parts = tf.fill([size, size], 1 / size);
  const product = () => {
    const began = process.hrtime.bigint();
    const values = tf.tidy(() => tf.matMul(ones, parts).dataSync());
    const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
    for (const value of values) {
      if (!(Math.abs(value - 1) < 1e-4)) throw new Error(`matMul gave ${value} for 1`);
    }
    return milliseconds;
  };
  const first = product();
  // A slow backend has shown what it is by then.
  const rest = first > 200 ? [] : Array.from({ length: 20 }, product);
  return { backend, size, milliseconds: Math.min(first, ...rest) };
}

const [, , backend, size] = process.argv;
if (backend !== 'native' && backend !== 'wasm' && backend !== 'js') {
  process.stderr.write('backend-probe: expected native, wasm or js. Name one.\n');
  process.exit(2);
}
probe(backend, Number(size ?? 64)).then(
  (result) => {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  },
  (/** @type {unknown} */ error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
