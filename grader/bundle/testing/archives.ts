import { buffer } from 'node:stream/consumers';
import { ZipFile, type Options } from 'yazl';
import { sha256, type Manifest } from '../manifest.js';

export const exercise = 'export const answer = 42;\n';

/** A manifest that fits the exercise, with other fields where they are given. */
export function manifestWith(changes: Readonly<Record<string, unknown>> = {}): Manifest {
  const manifest: Manifest = {
    schema: 'unroll.bundle/1',
    lesson: '00-engine',
    student: { name: 'Ada Lovelace', id: 'ada@example.org', group: 'B' },
    attempt: 1,
    time: '2026-01-31T12:00:00.000Z',
    sha256: sha256(exercise),
    versions: { course: '0.1.0', lesson: 1, node: '24.0.0' },
    local: {
      points: 10,
      maxPoints: 30,
      tasks: [{ id: 'softmax', status: 'passed', points: 10, maxPoints: 10 }],
    },
  };
  return { ...manifest, ...changes };
}

export interface TestEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly options?: Partial<Options>;
}

/** What a right bundle holds. */
export const rightEntries: readonly TestEntry[] = [
  { name: 'manifest.json', content: JSON.stringify(manifestWith()) },
  { name: '00-engine.ts', content: exercise },
];

/** An archive of these entries. */
export async function archiveOf(entries: readonly TestEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content = '', options = {} } of entries)
    zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  return await buffer(zip.outputStream);
}

/** The same bytes with one text put in the place of another of the same length, everywhere. */
export function patched(archive: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error(`${from} and ${to} are not equally long`);
  const bytes = Buffer.from(archive);
  let found = bytes.indexOf(from);
  if (found < 0) throw new Error(`the archive holds no ${from}`);
  for (; found >= 0; found = bytes.indexOf(from, found + 1)) bytes.write(to, found, 'latin1');
  return bytes;
}

/** The offset of the n-th entry in the archive's central directory. */
export function directoryEntry(archive: Buffer, n: number): number {
  let at = -1;
  for (let i = 0; i <= n; i++) at = archive.indexOf('PK\u0001\u0002', at + 1, 'latin1');
  return at;
}
