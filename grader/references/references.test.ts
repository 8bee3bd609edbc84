import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Subject } from '../judge/subject.js';
import { answered, fakeSubject, gradientsOf } from '../testing/fake-subject.js';
import { Handle, StandIn, tensor } from '../value.js';
import { bundle } from './bundle.js';
import { Memory } from './memory.js';
import { remembered } from './remembered.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-references-'));
});

const x = tensor([2], [1, 2]);
const entry = "export { one } from './one.ts';";

function write(text: string, time = 1): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'one.ts');
  writeFileSync(file, text);
  utimesSync(file, time, time);
}

const made = async () => (await bundle(entry, folder, join(folder, 'cache'))).code;

test('a bundle is made again when a source has changed, and only then', async () => {
  write('export const one = 11;');
  expect(await made()).toContain('11');
  // The same size at the same time is taken for the same text: nothing was made.
  write('export const one = 22;');
  expect(await made()).toContain('11');
  write('export const one = 33;', 2);
  expect(await made()).toContain('33');
});

test('a bundle takes tfjs as it is, without a copy of its names', async () => {
  write("import * as tf from '@tensorflow/tfjs-core'; export const one = () => tf.ones([1]);");
  const code = await made();
  expect(code).toContain('tf = require("@tensorflow/tfjs-core")');
  expect(code).toContain('tf.ones');
});

test('a bundle whose source has gone, or whose cache is damaged, is made again', async () => {
  write('export const one = 11;');
  await made();
  const cache = join(folder, 'cache', 'bundles');
  for (const name of readdirSync(cache)) writeFileSync(join(cache, name), '{"made":');
  expect(await made()).toContain('11');
});

/** Counts how often it was opened. */
function counted(subject: Subject) {
  let opened = 0;
  return {
    open: () => {
      opened++;
      return Promise.resolve(subject);
    },
    opened: () => opened,
  };
}

const file = () => join(folder, 'answers.json');

test('answers are kept across processes, by arguments and by name', async () => {
  const library = counted(
    fakeSubject(
      ({ n }) => [n, x, 'two', { deep: [null, true] }],
      () => gradientsOf({ x, other: null }),
    ),
  );
  const memory = new Memory(file(), 'a');
  const first = remembered('one', library.open, memory);
  const value = await first.call({ n: 1, f: new StandIn('f') });
  const gradient = await first.gradient({ n: 1 }, ['x'], x);
  memory.save();

  const later = remembered('one', library.open, new Memory(file(), 'a'));
  const before = library.opened();
  expect(await later.call({ n: 1, f: new StandIn('f') })).toEqual(value);
  expect(await later.gradient({ n: 1 }, ['x'], x)).toEqual(gradient);
  expect(library.opened()).toBe(before);

  await later.call({ n: 2, f: new StandIn('f') });
  await later.call({ n: 1, f: new StandIn('g') });
  await later.gradient({ n: 1 }, ['y'], x);
  await remembered('two', library.open, new Memory(file(), 'a')).call({
    n: 1,
    f: new StandIn('f'),
  });
  expect(library.opened()).toBe(before + 4);
});

test('a question about a handle is put again: its number means another function elsewhere', async () => {
  const library = counted(fakeSubject(() => 3));
  const subject = remembered('one', library.open, new Memory(file(), 'a'));
  await subject.call({ f: new Handle(1) });
  await subject.call({ f: new Handle(1) });
  expect(library.opened()).toBe(2);
});

test('answers of other code are forgotten', async () => {
  const library = counted(fakeSubject(() => 3));
  const memory = new Memory(file(), 'a');
  await remembered('one', library.open, memory).call({});
  memory.save();
  await remembered('one', library.open, new Memory(file(), 'b')).call({});
  expect(library.opened()).toBe(2);
});

test.each([
  ['a handle', answered(new Handle(1))],
  ['a handle inside', answered([{ f: new Handle(1) }])],
  ['a timeout', { kind: 'timeout', milliseconds: 1, of: 'cpu' } as const],
])('%s is not kept', async (_, outcome) => {
  const library = counted(fakeSubject(() => outcome));
  const subject = remembered('one', library.open, new Memory(file(), 'a'));
  await subject.call({ x });
  await subject.call({ x });
  expect(library.opened()).toBe(2);
});

test('nothing is written where nothing is new, and a damaged file is as none', async () => {
  writeFileSync(file(), '[1, 2');
  const library = counted(fakeSubject(() => 3));
  const memory = new Memory(file(), 'a');
  memory.save();
  expect(readFileSync(file(), 'utf8')).toBe('[1, 2');
  expect(await remembered('one', library.open, memory).call({})).toEqual(answered(3));
});
