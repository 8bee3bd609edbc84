import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { readFromArchive } from './archive.js';
import { BundleError } from './bundle-error.js';
import { readManifest, sha256, type Manifest } from './manifest.js';

/** What was handed in, taken out of its archive. */
export interface Bundle {
  readonly manifest: Manifest;
  /** The exercise file as it is; bytes that are not UTF-8 become replacement characters. */
  readonly text: string;
  /** Whether the file is the one that the manifest was written for. */
  readonly hashFits: boolean;
  /** How many files of the archive were left alone. */
  readonly others: number;
}

const manifestName = 'manifest.json';
const exerciseName = (lesson: string) => `${lesson}.ts`;

/** No exercise is nearly as long, with room for whatever else lies in the archive. */
export const mostBundleBytes = 8 * 1024 * 1024;
const limits = { entries: 1000, bytes: 1024 * 1024 };

/**
 * Packs an exercise file with its manifest: the same of both, the same bytes.
 *
 * @param manifest what is said of the file
 * @param exercise the file's bytes, as they are
 * @returns a zip archive
 */
export async function bundleOf(manifest: Manifest, exercise: Buffer): Promise<Buffer> {
  const zip = new ZipFile();
  const mtime = new Date(manifest.time);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  zip.addBuffer(Buffer.from(text), manifestName, { mtime });
  zip.addBuffer(exercise, exerciseName(manifest.lesson), { mtime });
  zip.end();
  return await buffer(zip.outputStream);
}

/**
 * Reads a bundle, believing nothing of it; of what lies in it only the manifest and the exercise
 * file are looked at.
 *
 * @throws BundleError saying what is not as it should be, and what to do
 */
export async function readBundle(bytes: Buffer): Promise<Bundle> {
  const { file: found } = await readFromArchive(bytes, manifestName, limits);
  if (found === undefined) throw new BundleError(`a ${manifestName}`, 'an archive without one');
  const manifest = readManifest(utf8(found));
  const name = exerciseName(manifest.lesson);
  const { file: exercise, others } = await readFromArchive(bytes, name, limits);
  if (exercise === undefined) throw new BundleError(`the exercise file ${name}`, 'none');
  return {
    manifest,
    text: exercise.toString('utf8'),
    hashFits: sha256(exercise) === manifest.sha256,
    others: others - 1,
  };
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BundleError('a manifest in UTF-8', 'other bytes');
  }
}
