/** Submissions that use tfjs against its reader, or use what is forbidden. */
import { beforeAll, describe, expect, it, test } from 'vitest';
import { attackBox, builtBox, withBox } from '../box/testing/boxes.js';
import { tensor } from '../value.js';
import { gainsNothing } from './siege.js';

beforeAll(builtBox);

test.each([
  [
    'patches how tensors are read',
    `const home: any = Object.getPrototypeOf(x);
    for (const name of ['dataSync', 'data', 'arraySync', 'bytesSync'])
      try { home[name] = () => Float64Array.of(0.5, 0.5); } catch {}`,
  ],
  [
    'replaces a kernel',
    `try { tf.registerKernel({ kernelName: 'Exp', backendName: 'cpu', kernelFunc: () => null as any }); } catch {}`,
  ],
])('a submission that %s gains nothing', async (_, body) => {
  await gainsNothing('softmax', `export function softmax(x: any): any { ${body} return x; }`);
});

const x = tensor([2], [1, 2]);

describe('forbidden ways', () => {
  const forbidden = [
    'tf.softmax',
    'tf.grad',
    'tf.layers',
    'core.numericGradient',
    'tf.losses.huberLoss',
  ];
  const withheld = ['logSoftmax'];
  const uses = [
    ['tf.softmax', 'tf.softmax(x)'],
    ['tf.softmax', "tf['soft' + 'max'](x)"],
    ['tf.softmax', 'x.softmax()'],
    ['tf.softmax', "Reflect.get(tf, ['soft', 'max'].join(''))(x)"],
    ['tf.softmax', 'Object.values(tf).forEach((f) => { try { f(x); } catch {} })'],
    ['tf.grad', 'tf.grad((y) => tf.sum(y))(x)'],
    ['tf.valueAndGrads', 'tf.valueAndGrads((y) => tf.sum(y))([x])'],
    ['tf.train', 'tf.train.sgd(1).minimize(() => tf.sum(x))'],
    ['tf.engine', 'tf.engine().gradients(() => tf.sum(x), [x])'],
    ['tf.layers', 'tf.layers.dense({ units: 1 })'],
    ['tf.losses.huberLoss', 'tf.losses.huberLoss(x, x)'],
    ['core.numericGradient', 'core.numericGradient((y) => tf.sum(y), x, 1e-3)'],
    ['core.logSoftmax', 'core.logSoftmax(x)'],
    ['tf.registerKernel', 'tf.registerKernel({})'],
    ['tf.removeBackend', "tf.removeBackend('cpu')"],
    ['tf.setBackend', "tf.setBackend('cpu')"],
    ['tf.env', 'tf.env().set("DEBUG", true)'],
    ['tf.io', 'tf.io.fileSystem("/etc/passwd")'],
    ['tf.util.fetch', 'tf.util.fetch("http://127.0.0.1")'],
    ['tf.disposeVariables', 'tf.disposeVariables()'],
  ];
  const swallowed = (use: string) => `try { ${use}; } catch {} return x;`;
  const attack = attackBox(
    uses.map(([, use = '']) => swallowed(use)),
    'x',
    { rules: { forbidden, withheld, needed: [] } },
  );
  it.each(uses)('%s is trapped in: %s', async (what, use = '') => {
    const outcome = await attack(swallowed(use), { x });
    expect(outcome.kind).toBe('forbidden');
    if (!use.startsWith('Object.values')) expect(outcome).toMatchObject({ what });
  });

  it('may be imported and left alone, and core still stands on them', async () => {
    const code = `const { softmax } = tf; const { logSoftmax } = core;
      exports.f = (x) => core.sum('B C -> B', core.softmax(x));`;
    const outcome = await withBox(code, (box) => box.call({ x: tensor([1, 2], [1, 5]) }), {
      rules: { forbidden: ['tf.exp', 'tf.max', 'tf.div', 'tf.losses'], withheld, needed: [] },
    });
    expect(outcome).toMatchObject({ value: { shape: [1] } });
  });
});
