import { describe, expect, test } from 'vitest';
import { bundleOf, readBundle } from './bundle.js';
import { BundleError } from './bundle-error.js';
import {
  archiveOf,
  directoryEntry,
  exercise,
  manifestWith,
  patched,
  rightEntries,
  type TestEntry,
} from './testing/archives.js';

const withEntries = (...more: readonly TestEntry[]) => archiveOf([...rightEntries, ...more]);
const withManifest = (content: string | Buffer) =>
  archiveOf([{ name: 'manifest.json', content }, ...rightEntries.slice(1)]);
const withFields = (changes: Readonly<Record<string, unknown>>) =>
  withManifest(JSON.stringify(manifestWith(changes)));

const refusal = (bytes: Buffer) =>
  readBundle(bytes).then(
    () => 'was read',
    (error: unknown) => (error instanceof BundleError ? error.message : String(error)),
  );

test('what was packed comes out as it was, and packs to the same bytes', async () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from(exercise)]);
  const packed = await bundleOf(manifestWith(), bytes);
  const { manifest, text, hashFits } = await readBundle(packed);
  expect(manifest).toEqual(manifestWith());
  expect(text).toBe(`\uFEFF${exercise}`);
  expect(hashFits).toBe(false);
  expect(await bundleOf(manifestWith(), bytes)).toEqual(packed);
  expect((await readBundle(await bundleOf(manifestWith(), Buffer.from(exercise)))).hashFits).toBe(
    true,
  );
});

test('what else lies in it is counted and left alone', async () => {
  const bundle = await readBundle(
    await withEntries(
      { name: 'package.json', content: '{"type":"commonjs"}' },
      { name: 'node_modules/x/index.js', content: 'process.exit(0)' },
      { name: 'other.ts', content: 'export const x = 1;' },
    ),
  );
  expect(bundle.text).toBe(exercise);
  expect(bundle.hashFits).toBe(true);
  expect(bundle.others).toBe(3);
});

test('only the exercise file of the lesson is read, at the top of the archive', async () => {
  const deep = await archiveOf([
    rightEntries[0] ?? { name: '' },
    { name: 'deep/00-engine.ts', content: exercise },
  ]);
  expect(await refusal(deep)).toMatch(/exercise file 00-engine.ts, received none/);
});

describe('refuses what is no plain archive', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['no zip', () => Buffer.from('not an archive'), /a zip archive, received another file/],
    ['nothing', () => Buffer.alloc(0), /a zip archive, received another file/],
    ['half of one', async () => (await withEntries()).subarray(0, 300), /a whole zip archive/],
    [
      'a name that leads up',
      async () => patched(await withEntries({ name: 'aa/bad.ts' }), 'aa/bad', '../bad'),
      /\.\.\/bad/,
    ],
    [
      'an absolute path',
      async () => patched(await withEntries({ name: 'aetc/passwd' }), 'aetc/', '/etc/'),
      /absolute path/,
    ],
    [
      'a drive',
      async () => patched(await withEntries({ name: 'Cx/bad.ts' }), 'Cx/', 'C:/'),
      /absolute path/,
    ],
    [
      'a backslash',
      async () =>
        patched(await withEntries({ name: 'aa/bad.ts' }), 'aa/bad', '..\\bad'.slice(0, 6)),
      /invalid characters/,
    ],
    [
      'a link',
      () => withEntries({ name: 'link', content: '/etc/passwd', options: { mode: 0o120777 } }),
      /a link or device, link/,
    ],
    [
      'a device',
      () => withEntries({ name: 'null', options: { mode: 0o020666 } }),
      /a link or device, null/,
    ],
    [
      'the manifest twice',
      () => withEntries({ name: 'manifest.json', content: '{}' }),
      /manifest.json twice/,
    ],
    [
      'names that fall together on Windows',
      () => withEntries({ name: '00-ENGINE.ts', content: 'other' }),
      /00-ENGINE.ts twice/,
    ],
    ['too many files', () => withEntries(...many(1000)), /at most 1000 files .*received 1002/],
    [
      'an exercise that unpacks to 20 MB',
      () =>
        archiveOf([
          rightEntries[0] ?? { name: '' },
          { name: '00-engine.ts', content: Buffer.alloc(20 * 2 ** 20) },
        ]),
      /00-engine.ts to have at most 1048576 bytes/,
    ],
    ['a size that is a lie', () => bombWithSize(10), /cannot be read/],
    ['content that is damaged', damaged, /00-engine.ts as it was packed, received damaged/],
    ['a password', encrypted, /without a password/],
  ])('%s', async (_, made, message) => {
    const said = await refusal(await made());
    expect(said).toMatch(message);
    expect(said).toMatch(/\. Ask for a bundle as '\.\/unroll submit' writes it/);
  });

  test('a directory that announces a million entries', async () => {
    const archive = await withEntries();
    const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    archive.writeUInt16LE(0xfffe, end + 8);
    archive.writeUInt16LE(0xfffe, end + 10);
    expect(await refusal(archive)).toMatch(/at most 1000 files .*received 65534/);
  });
});

describe('refuses a manifest that is not as it should be', () => {
  test.each<[string, () => Promise<Buffer>, RegExp]>([
    [
      'none',
      () => archiveOf(rightEntries.slice(1)),
      /a manifest.json, received an archive without/,
    ],
    ['no JSON', () => withManifest('{'), /a manifest in JSON/],
    ['no object', () => withManifest('[]'), /fields, received a list/],
    ['a million brackets', () => withManifest('['.repeat(1_000_000)), /a manifest in JSON/],
    [
      'a schema that is nested without end',
      () => withManifest(`{"schema":${'['.repeat(400_000)}${']'.repeat(400_000)}}`),
      /schema is unroll.bundle\/1, received a list/,
    ],
    [
      'a name that is nested without end',
      () =>
        withManifest(
          JSON.stringify(manifestWith()).replace(
            '"Ada Lovelace"',
            `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
          ),
        ),
      /student.name is .*, received fields/,
    ],
    [
      'a number beyond all numbers',
      () => withManifest(JSON.stringify(manifestWith()).replace('"attempt":1', '"attempt":1e999')),
      /attempt is a whole number, received Infinity/,
    ],
    ['bytes that are not UTF-8', () => withManifest(Buffer.from([0x7b, 0xff])), /in UTF-8/],
    [
      'another schema',
      () => withFields({ schema: 'unroll.bundle/2' }),
      /schema is unroll.bundle\/1/,
    ],
    ['a lesson with a path', () => withFields({ lesson: '../../etc' }), /lesson is/],
    ['no student', () => withFields({ student: undefined }), /student is fields, received nothing/],
    ['no name', () => withFields({ student: { name: ' ' } }), /student.name/],
    ['a long name', () => withFields({ student: { name: 'x'.repeat(201) } }), /200 characters/],
    ['a name of another kind', () => withFields({ student: { name: { a: 1 } } }), /student.name/],
    ['no number of the attempt', () => withFields({ attempt: 1.5 }), /attempt is a whole number/],
    ['no time', () => withFields({ time: 'yesterday' }), /time is a time such as/],
    ['a day that there is not', () => withFields({ time: '2026-13-41T12:00:00Z' }), /time is/],
    ['no hash', () => withFields({ sha256: '00' }), /sha256 is/],
    ['no versions', () => withFields({ versions: { lesson: '1' } }), /versions\./],
    ['no local result', () => withFields({ local: { points: 1, maxPoints: 1 } }), /local.tasks/],
    ['points without end', () => withFields({ local: { points: 1e300 } }), /local/],
  ])('%s', async (_, made, message) => {
    expect(await refusal(await made())).toMatch(message);
  });

  test('keys of the prototype change nothing', async () => {
    const text = JSON.stringify(manifestWith()).replace('{', '{"__proto__":{"group":"x"},');
    const { manifest } = await readBundle(await withManifest(text));
    expect(manifest).toEqual(manifestWith());
    expect(({} as { group?: string }).group).toBeUndefined();
  });
});

const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `node_modules/${String(i)}` }));

/** 2 MB of zeros whose directory entry says another size. */
async function bombWithSize(size: number): Promise<Buffer> {
  const archive = await archiveOf([
    rightEntries[0] ?? { name: '' },
    { name: '00-engine.ts', content: Buffer.alloc(2 * 2 ** 20) },
  ]);
  archive.writeUInt32LE(size, directoryEntry(archive, 1) + 24);
  return archive;
}

async function damaged(): Promise<Buffer> {
  const archive = await archiveOf([
    rightEntries[0] ?? { name: '' },
    { name: '00-engine.ts', content: exercise, options: { compress: false } },
  ]);
  return patched(archive, 'answer = 42', 'answer = 43');
}

async function encrypted(): Promise<Buffer> {
  const archive = await withEntries();
  const flags = directoryEntry(archive, 1) + 8;
  archive.writeUInt16LE(archive.readUInt16LE(flags) | 1, flags);
  return archive;
}
