/** Submissions that try to leave the box, to speak for it, or to use what is forbidden. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensor } from '../value.js';
import { projectFile } from '../../src/core/files.js';
import { launchBox } from './launch.js';
import { usualLimits } from './limits.js';
import { BoxProcess } from './process.js';
import { attackBox, builtBox, withBox } from './testing/boxes.js';

beforeAll(builtBox);

const x = tensor([2], [1, 2]);

describe('ways out', () => {
  const doors = [
    'process.exit(0)',
    'globalThis.process.reallyExit(0)',
    "require('fs').readFileSync('/etc/passwd', 'utf8')",
    "require('node:child_process').execSync('id')",
    "globalThis.process.getBuiltinModule('fs')",
    "globalThis.process.binding('fs')",
    "new Function('return process')()",
    "(0, eval)('1')",
    "(async () => 0).constructor('return 1')()",
    "Object.getPrototypeOf(function* () {}).constructor('yield 1')()",
    "import('node:fs')",
    "new Worker('x')",
    "fetch('http://127.0.0.1')",
    'new WebSocket("ws://127.0.0.1")',
    'new WebAssembly.Memory({ initial: 1 })',
    'Buffer.allocUnsafe(8)',
    'new console.Console(1)',
    'module.constructor._load("fs")',
    'require.main.require("fs")',
    'new SharedArrayBuffer(8)',
  ];
  it.each(doors)('are closed: %s', async (attack) => {
    const outcome = await withBox(`exports.f = async () => await (${attack});`, (box) =>
      box.call({}),
    );
    expect(outcome.kind).toBe('threw');
  });

  it('cannot be found by following everything there is', async () => {
    const code = `const telling = ['reallyExit', 'binding', 'getBuiltinModule', 'readFileSync', 'writeSync', 'spawn',
        'runInThisContext', 'kernelFunc', 'runKernel', 'tensorInfo', '_onTimeout', 'fd'];
      exports.f = (x) => {
        const seen = new Set(); const found = [];
        const todo = [globalThis, tf, core, x, setTimeout(() => 0, 0), console, new Error('e'), exports, require, module];
        while (todo.length > 0) {
          const at = todo.pop();
          if ((typeof at !== 'object' && typeof at !== 'function') || at === null || seen.has(at)) continue;
          seen.add(at);
          try {
            for (const key of Reflect.ownKeys(at)) {
              if (telling.includes(key)) found.push(String(key));
              try { todo.push(at[key]); } catch {}
              const property = Object.getOwnPropertyDescriptor(at, key);
              todo.push(property?.get, property?.set);
            }
            todo.push(Object.getPrototypeOf(at));
          } catch {}
        }
        console.log(found, seen.size > 1000);
      };`;
    await withBox(code, async (box) => {
      // Touching the closed doors of tfjs on the way is noticed; what it found is in the output.
      expect(await box.call({ x })).toMatchObject({ kind: 'forbidden' });
      expect(box.output()).toBe('[] true\n');
    });
  });

  it('are not opened by the text of what the task builds on', async () => {
    const outcome = await withBox(
      `const { cell } = require('references'); exports.f = () => [cell(2), cell.toString().includes('secret')];`,
      (box) => box.call({}),
      {
        modules: { references: `exports.cell = (x) => { const secret = 2; return secret * x; };` },
      },
    );
    expect(outcome).toMatchObject({ value: [4, false] });
  });

  it('are not opened by names of modules', async () => {
    const names = [
      'references',
      'toString',
      '__proto__',
      '../src/layers/rnn.js',
      '@tensorflow/tfjs',
    ];
    for (const name of names) {
      const outcome = await withBox(`exports.f = () => require('${name}');`, (box) => box.call({}));
      expect(outcome).toMatchObject({ kind: 'threw', message: `${name} cannot be imported here.` });
    }
  });
});

/** What the judge makes of a program that sits in the box's place. */
async function withProgram(program: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-box-'));
  const file = join(folder, 'forger.cjs');
  const head = `const { readSync, writeSync } = require('fs');
    const frame = (kind, ...bytes) => { const b = Buffer.from([kind, ...bytes]); const n = Buffer.alloc(4); n.writeUInt32LE(b.length); return Buffer.concat([n, b]); };
    writeSync(3, frame(0)); const request = Buffer.alloc(100); readSync(3, request);`;
  await writeFile(file, `${head}${program}; setTimeout(() => {}, 5000);`);
  const launch = { command: process.execPath, args: [file], folder };
  const box = new BoxProcess(usualLimits, launch);
  try {
    return (await box.ask({ do: 'load' })).outcome;
  } finally {
    await box.close();
    await rm(folder, { recursive: true });
  }
}

describe('the channel', () => {
  const loaded = [7, 1, 0, 0, 0, 1, 0, 0, 0, 97, 4, 0, 0, 0, 0, 0, 0, 0, 0];

  it('believes only who knows the secret of the request', async () => {
    const guess = `writeSync(3, frame(2, ...Buffer.alloc(16, 7), ${loaded.join()}))`;
    expect(await withProgram(guess)).toMatchObject({ kind: 'killed' });
    // The same frame with the right secret is read: it is the secret that was missed.
    const right = `writeSync(3, frame(2, ...request.subarray(4, 20), ${loaded.join()}))`;
    expect(await withProgram(right)).toBeUndefined();
  });

  it.each([
    ['noise', `writeSync(3, '{"passed": true}\\n'.repeat(9))`, /channel: a frame of/],
    ['an endless frame', 'writeSync(3, Buffer.alloc(64, 0xff))', /channel: a frame of/],
    ['a frame of another kind', 'writeSync(3, frame(9))', /channel: a frame of no known/],
    ['a reply nobody asked for', 'writeSync(3, frame(2))', /channel: a frame of no known/],
    ['an early end', `writeSync(1, 'passed'); process.exit(0)`, /ended \(exit status 0\)/],
    ['a death of its own', `process.kill(process.pid, 'SIGKILL')`, /ended \(SIGKILL\)/],
  ])('takes nothing else for an answer: %s', async (_, program, reason) => {
    expect(await withProgram(program)).toEqual({
      kind: 'killed',
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('a fault of the box itself', () => {
  it('is not the student’s', async () => {
    const outcome = await withProgram('process.exit(70)');
    expect(outcome).toEqual({ kind: 'infra-error', reason: "the box's own program failed" });
    const box = new BoxProcess(usualLimits, { command: '/nowhere/node', args: [], folder: '.' });
    expect((await box.ask({ do: 'load' })).outcome).toMatchObject({ kind: 'infra-error' });
    await box.close();
  });
});

describe('the process around it all', () => {
  it('gets nothing of the machine but its limits', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'unroll-probe-'));
    const file = join(folder, 'probe.cjs');
    await writeFile(
      file,
      `const tries = {
        file: () => require('fs').readFileSync('/etc/passwd'),
        project: () => require('fs').readFileSync(${JSON.stringify(projectFile('package.json'))}),
        here: () => require('fs').readdirSync('.'),
        write: () => require('fs').writeFileSync('x', ''),
        process: () => require('child_process').spawnSync('id'),
        worker: () => new (require('worker_threads').Worker)('1', { eval: true }),
        addon: () => process.dlopen({ exports: {} }, 'x.node'),
        text: () => new Function('1')(),
      };
      const said = Object.entries(tries).map(([name, t]) => { try { t(); return name; } catch { return ''; } });
      console.log(JSON.stringify([said.join(''), Object.keys(process.env)]));`,
    );
    const { command, args, folder: cwd } = launchBox(usualLimits);
    const flags = args.slice(
      0,
      args.findIndex((arg) => arg === '--snapshot-blob' || /\.cjs$/.test(arg)),
    );
    const { stdout } = spawnSync(command, [...flags, file], { cwd, env: {}, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual(['', []]);
    await rm(folder, { recursive: true });
  });
});

describe('forbidden ways', () => {
  const forbidden = [
    'tf.softmax',
    'tf.grad',
    'tf.layers',
    'core.numericGradient',
    'tf.losses.huberLoss',
  ];
  const withheld = { logSoftmax: 'log-softmax' };
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
    { forbidden, withheld },
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
      forbidden: [...forbidden, 'tf.exp', 'tf.max', 'tf.sum', 'tf.div'],
      withheld,
    });
    expect(outcome).toMatchObject({ value: { shape: [1] } });
  });
});
