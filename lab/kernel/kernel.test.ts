import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/files.js';
import { buildKernel } from './testing/build-kernel.js';
import { sleep, TestKernel } from './testing/client.js';

const root = join(projectRoot(), '.unroll', 'test', 'kernel-course');
const kernel = new TestKernel();

beforeAll(async () => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'exercises'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "name": "unroll" }');
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  await kernel.start(await buildKernel('kernel'), root);
});

afterAll(() => {
  kernel.close();
  rmSync(root, { recursive: true, force: true });
});

describe('a cell that does not end well says so on iopub', () => {
  test('a throw', async () => {
    const { status, errors } = await kernel.run(`throw new RangeError('too far')`);
    expect(status).toBe('error');
    expect(errors).toEqual([
      { ename: 'RangeError', evalue: 'too far', traceback: ['RangeError: too far'] },
    ]);
  });

  test('a rejection that the cell awaits', async () => {
    const { status, errors } = await kernel.run(`await Promise.reject(new TypeError('no'))`);
    expect(status).toBe('error');
    expect(errors.map(({ ename }) => ename)).toEqual(['TypeError']);
  });

  test('a type error, checked strictly', async () => {
    const { status, errors } = await kernel.run(`const f = (a) => a`);
    expect(status).toBe('error');
    expect(errors[0]?.evalue).toBe(
      `this cell, line 1, column 12: Parameter 'a' implicitly has an 'any' type.`,
    );
  });

  test('cells that were waiting behind it are aborted, later ones run', async () => {
    const first = kernel.begin(
      `await new Promise((r) => setTimeout(r, 100)); throw new Error('x')`,
    );
    const second = kernel.begin(`1`);
    expect((await first.result).status).toBe('error');
    expect((await second.result).status).toBe('aborted');
    expect((await kernel.run(`2`)).status).toBe('ok');
  });
});

describe('what fails after its cell has ended is shown in that cell', () => {
  test('a throw from a timer', async () => {
    const { id, result } = kernel.begin(`void setTimeout(() => { throw new Error('late') }, 50)`);
    expect((await result).status).toBe('ok');
    await kernel.run(`1`);
    await sleep(200);
    expect(kernel.published(id).errors.map(({ evalue }) => evalue)).toEqual(['late']);
  });

  test('a rejection that nobody awaits', async () => {
    const { id, result } = kernel.begin(`void Promise.reject(new Error('nobody'))`);
    expect((await result).status).toBe('ok');
    await sleep(50);
    expect(kernel.published(id).errors.map(({ evalue }) => evalue)).toEqual(['nobody']);
  });
});

test("an earlier cell's value may be a property by its bare name", async () => {
  await kernel.run(`const shorthand = 7;`);
  const { status, text, errors } = await kernel.run(`console.log({ shorthand }.shorthand);`);
  expect(errors).toEqual([]);
  expect(status).toBe('ok');
  expect(text).toBe('7\n');
});

test('code for the cell below goes out with the reply of the cell that asked, and with no other', async () => {
  const asking = `const link = (globalThis as unknown as Record<symbol, { nextCell(code: string): void }>)[Symbol.for('unroll.kernel')];
    await Promise.resolve();
    link?.nextCell('1 + 1')`;
  const { payload } = await kernel.run(asking);
  expect(payload).toEqual([{ source: 'set_next_input', text: '1 + 1', replace: false }]);
  expect((await kernel.run('2')).payload).toBeUndefined();
});

test('a cell may say more than zeromq sends in a row', async () => {
  const { status, text } = await kernel.run(
    `for (let i = 0; i < 1500; i++) { await Promise.resolve(); process.stdout.write('x'); }`,
  );
  expect(status).toBe('ok');
  expect(text.replaceAll('\n', '')).toBe('x'.repeat(1500));
});

describe('a stop ends', () => {
  /** Starts a cell, stops it, and proves that the next one runs. */
  async function stopped(code: string, { force = false } = {}) {
    const cell = kernel.begin(code);
    await sleep(300);
    await kernel.interrupt();
    const { status, errors } = await cell.result;
    expect(status).toBe('error');
    expect(errors.map(({ ename }) => ename)).toEqual(['Stopped']);
    if (force) expect(errors[0]?.evalue).toContain('cut off');
    expect(await kernel.run(`6 * 7`)).toMatchObject({ status: 'ok', text: '42\n' });
    return { id: cell.id };
  }

  test('a loop that never awaits', async () => {
    await stopped(`for (;;) {}`);
  });

  test('a loop after an await', async () => {
    await stopped(`await new Promise((r) => setTimeout(r, 10)); for (;;) {}`, { force: true });
  });

  test('a loop of promises that never come back to the event loop', async () => {
    await stopped(`for (;;) await Promise.resolve()`, { force: true });
  });

  test('an asynchronous loop, which does not run on in the background', async () => {
    const { id } = await stopped(
      `for (let i = 0; ; i++) { await new Promise((r) => setTimeout(r, 10)); console.log(i); }`,
    );
    const before = kernel.published(id).text;
    await sleep(200);
    expect(kernel.published(id).text).toBe(before);
  });

  test('a cell in order, where it looks at its signal', async () => {
    const cell = kernel.begin(`
      const kernelOfCell = (globalThis as unknown as Record<symbol, { signalOfCell(): AbortSignal }>)[Symbol.for('unroll.kernel')];
      const signalOfThis = kernelOfCell?.signalOfCell();
      let steps = 0;
      while (signalOfThis?.aborted === false) { await new Promise((r) => setImmediate(r)); steps++; }
      steps > 0`);
    await sleep(300);
    await kernel.interrupt();
    expect(await cell.result).toMatchObject({ status: 'ok', text: 'true\n' });
  });
});

describe('the types of imported files', () => {
  const wrong = `export const answer: string = 42;`;
  const write = (folder: string, text: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'typed.ts'), text);
  };

  test('are checked in an exercise', async () => {
    write('exercises', wrong);
    const { errors } = await kernel.run(`import { answer } from './exercises/typed.js'; answer`);
    expect(errors[0]?.evalue).toContain(`Type 'number' is not assignable to type 'string'`);
  });

  test('are taken for right in the library, which cells still use by its types', async () => {
    write('src', `import type { Big } from './absent.js';\nexport type { Big };\n${wrong}`);
    const read = `import { answer as from } from './src/typed.js';`;
    expect(await kernel.run(`${read} from`)).toMatchObject({
      errors: [],
      status: 'ok',
      text: '42\n',
    });
    const { errors } = await kernel.run(`${read} const n: number = from;`);
    expect(errors[0]?.evalue).toContain(`Type 'string' is not assignable to type 'number'`);
  });

  test('code that does not parse is said there too', async () => {
    write('src', 'export const answer = = 1;');
    const { errors } = await kernel.run(`import { answer as none } from './src/typed.js'; none`);
    expect(errors[0]?.evalue).toContain('Expression expected');
  });
});

describe('files that change while the kernel runs', () => {
  const file = (name: string) => join(root, 'exercises', name);
  /** Saves as many editors do: the old file is moved away, and a new one takes its place. */
  function saveByRename(name: string, text: string) {
    renameSync(file(name), file(`${name}~`));
    writeFileSync(file(`${name}.new`), text);
    renameSync(file(`${name}.new`), file(name));
  }
  const text = (n: number) => `export function answer(): number { return ${String(n)}; }`;
  const read = `import { answer } from './exercises/01.js'; answer()`;
  test('saved by rename again and again, then live', async () => {
    writeFileSync(file('01.ts'), text(0));
    expect(await kernel.run(read)).toMatchObject({ status: 'ok', text: '0\n' });
    for (let i = 1; i <= 4; i++) {
      saveByRename('01.ts', text(i));
      // The compiler's own timers run out in between, or not.
      await sleep(150 * (i - 1));
      expect(await kernel.run(read)).toMatchObject({ status: 'ok', text: `${String(i)}\n` });
    }
  });

  test('a file that was missing is found soon after it is there', async () => {
    const late = `import { answer as late } from './exercises/late.js'; late()`;
    expect((await kernel.run(late)).errors[0]?.ename).toBe('TypeScript');
    writeFileSync(file('late.ts'), text(7));
    // Folders are watched by the operating system's events, and the compiler waits a little on
    // each.
    for (let tries = 0; tries < 20 && (await kernel.run(late)).status !== 'ok'; tries++)
      await sleep(500);
    expect(await kernel.run(late)).toMatchObject({ status: 'ok', text: '7\n' });
  });

  test('a file sees a change in another that it imports', async () => {
    writeFileSync(file('01.ts'), text(1));
    writeFileSync(
      file('02.ts'),
      `import { answer } from './01.js'; export const twice = () => 2 * answer();`,
    );
    const twice = `import { twice } from './exercises/02.js'; twice()`;
    expect(await kernel.run(twice)).toMatchObject({ status: 'ok', text: '2\n' });
    saveByRename('01.ts', text(5));
    expect(await kernel.run(twice)).toMatchObject({ status: 'ok', text: '10\n' });
  });
});
