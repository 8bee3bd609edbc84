/** Submissions that try to leave the box for what lies outside of it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensor } from '../value.js';
import { projectFile } from '../../src/core/files.js';
import { launchBox } from '../box/launch.js';
import { usualLimits } from '../box/limits.js';
import { builtBox, withBox } from '../box/testing/boxes.js';

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
      const top = arguments;
      exports.f = function (x) {
        const seen = new Set(); const found = [];
        const todo = [globalThis, tf, core, x, setTimeout(() => 0, 0), console, new Error('e'), exports, arguments, top];
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
      `exports.f = () => [cell(2), cell.toString().includes('secret')];`,
      (box) => box.call({}),
      {
        imports: [{ local: 'cell', module: 'references', name: 'cell' }],
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
      const imports = [{ local: 'found', module: name, name: '*' }];
      const outcome = await withBox('exports.f = () => found;', (box) => box.call({}), { imports });
      expect(outcome).toMatchObject({ kind: 'threw', message: `${name} cannot be imported here.` });
    }
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
