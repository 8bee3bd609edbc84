import { afterEach, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/core/files.js';
import { buildKernel } from './testing/build-kernel.js';
import { sleep, TestKernel } from './testing/client.js';

let program = '';
const kernels: TestKernel[] = [];

beforeAll(async () => {
  program = await buildKernel('kernel-life');
});

afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.close();
});

async function startKernel(command?: string[]): Promise<TestKernel> {
  const kernel = new TestKernel();
  kernels.push(kernel);
  await kernel.start(program, projectRoot(), command);
  return kernel;
}

/** Whether the process ends within the time. */
async function ends(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs the kernel as the child of another process, as Jupyter does. */
const parent = [
  process.execPath,
  '-e',
  `require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' })`,
];

const busy = `await new Promise((r) => setTimeout(r, 10)); for (;;) {}`;

for (const [state, code] of [
  ['idle', ''],
  ['training without a pause', busy],
] as const)
  test(`a kernel that is ${state} ends when what started it is killed`, async () => {
    const kernel = await startKernel(parent);
    const pid = Number((await kernel.run(`process.pid`)).text);
    if (code !== '') void kernel.begin(code);
    await sleep(200);
    expect(isAlive(pid)).toBe(true);
    kernel.kill();
    expect(await ends(pid, 3000)).toBe(true);
  });

test('a kernel tells JupyterLab its state when asked for a history', async () => {
  const kernel = await startKernel();
  expect(await kernel.history()).toEqual({ history: [], states: ['busy', 'idle'] });
});

test('a kernel ends when it is asked to', async () => {
  const kernel = await startKernel();
  await Promise.all([kernel.ended(), kernel.shutdown()]);
});

test('a kernel whose cell blocks it ends when it is asked to', async () => {
  const kernel = await startKernel();
  void kernel.begin(busy);
  await sleep(200);
  void kernel.shutdown();
  await kernel.ended();
});

test('a cell that ends the process ends the kernel, guard and all', async () => {
  const kernel = await startKernel();
  void kernel.begin(`process.exit(3)`);
  await kernel.ended();
});
