/** Bundles that nobody hands in by mistake. */
import { archiveOf, manifestWith, patched } from '../bundle/testing/archives.js';
import { sha256 } from '../bundle/manifest.js';

export interface HostileBundle {
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether there is something in it to grade; otherwise it is a row with a reason. */
  readonly isGraded: boolean;
}

const deep = 400_000;

/**
 * One bundle of each kind, around an exercise file that earns full marks.
 *
 * @param lesson whose key the file is
 * @param exercise the file's text
 */
export async function hostileBundles(
  lesson: string,
  exercise: string,
): Promise<readonly HostileBundle[]> {
  const file = { name: `${lesson}.ts`, content: exercise };
  const manifest = (changes: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify(manifestWith({ lesson, sha256: sha256(exercise), ...changes }));
  const bundle = (text: string, ...files: Parameters<typeof archiveOf>[0]) =>
    archiveOf([{ name: 'manifest.json', content: text }, ...files]);
  const student = (name: string, id: string, group: string) =>
    bundle(manifest({ student: { name, id, group } }), file);
  const escaping = (from: string, to: string) =>
    bundle(manifest(), { name: from, content: 'x' }, file).then((bytes) =>
      patched(bytes, from, to),
    );
  const brackets = `${'['.repeat(deep)}${']'.repeat(deep)}`;
  const graded: Readonly<Record<string, Promise<Buffer>>> = {
    formula: student('=HYPERLINK("http://x","y")', 'a;=1+1;b', '\u001b[31m<script>\u202e'),
    semicolon: student(`x;=cmd|' /C calc'!A0;y`, '@SUM(1)', '\u2028=1+1'),
    future: bundle(
      manifest({
        time: '9999-12-31T23:59:59Z',
        student: { name: 'not Ada', id: 'ADA@example.org ' },
      }),
      { ...file, content: '// nothing' },
    ),
    'not-utf8': bundle(manifest(), {
      ...file,
      content: Buffer.concat([Buffer.from(exercise), Buffer.from([0xff, 0xfe, 0x80])]),
    }),
    nul: bundle(manifest(), { ...file, content: `${exercise}\0\0` }),
    packages: bundle(
      manifest(),
      { name: 'package.json', content: '{}' },
      { name: 'node_modules/@tensorflow/tfjs-core/index.js', content: 'throw 1' },
      { name: 'tsconfig.json', content: '{}' },
      file,
    ),
    prototype: bundle(
      manifest().replace('{', '{"__proto__":{"schema":"x"},"constructor":1,'),
      file,
    ),
  };
  const refused: Readonly<Record<string, Promise<Buffer>>> = {
    'deep-schema': bundle(`{"schema":${brackets}}`, file),
    'deep-name': bundle(manifest().replace('"Ada Lovelace"', brackets), file),
    'deep-open': bundle('['.repeat(1_000_000), file),
    'big-number': bundle(manifest().replace('"attempt":1', '"attempt":1e999'), file),
    'same-names': bundle(manifest(), file, { name: `${lesson.toUpperCase()}.ts`, content: 'x' }),
    absolute: escaping('_etc_passwd', '/etc/passwd'),
    upwards: escaping('xx_yy', '../yy'),
    bomb: bundle(manifest(), { ...file, content: Buffer.alloc(2 ** 22, '/') }),
    many: bundle(
      manifest(),
      ...Array.from({ length: 1500 }, (_, i) => ({ name: `f${String(i)}` })),
      file,
    ),
    link: bundle(manifest(), { ...file, content: '/etc/passwd', options: { mode: 0o120777 } }),
    device: bundle(manifest(), { ...file, content: '', options: { mode: 0o020666 } }),
    half: bundle(manifest(), file).then((bytes) => bytes.subarray(0, bytes.length / 2)),
  };
  const all = async (isGraded: boolean, bundles: typeof graded) =>
    Promise.all(
      Object.entries(bundles).map(async ([name, bytes]) => ({
        name,
        bytes: await bytes,
        isGraded,
      })),
    );
  return [...(await all(true, graded)), ...(await all(false, refused))];
}
