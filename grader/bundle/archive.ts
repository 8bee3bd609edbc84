import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { short } from '../short.js';
import { BundleError } from './bundle-error.js';

/** What is taken out of an archive, and what is not even looked at. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Of one entry that is read, unpacked. */
  readonly bytes: number;
}

/** How every archive with a file in it begins. */
const signature = Buffer.from('PK');

/**
 * Takes one named file out of a zip archive in memory. Nothing is ever written to disk, and nothing
 * else is unpacked.
 *
 * @param bytes the archive
 * @param name of the file, if there is one
 * @returns the file, and how many others there are
 * @throws BundleError if it is no whole archive, or anything in it is not plain: a name that leads
 *   outside, a link or device, two names that fall together, an encrypted or oversized entry
 */
export async function readFromArchive(
  bytes: Buffer,
  name: string,
  limits: ArchiveLimits,
): Promise<{ readonly file?: Buffer; readonly others: number }> {
  if (!bytes.subarray(0, 2).equals(signature))
    throw new BundleError('a zip archive', 'another file');
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    try {
      return await readEntries(zip, name, limits);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof BundleError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BundleError('a whole zip archive', `one that cannot be read (${short(reason)})`);
  }
}

async function readEntries(zip: ZipFile, name: string, limits: ArchiveLimits) {
  if (zip.entryCount > limits.entries)
    throw new BundleError(
      `at most ${String(limits.entries)} files in the archive`,
      String(zip.entryCount),
    );
  const seen = new Set<string>();
  let file: Buffer | undefined;
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    refuseOdd(entry);
    // Windows and macOS take these for the same file.
    const folded = fileName.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw new BundleError('each file once', `${short(fileName)} twice`);
    seen.add(folded);
    if (fileName === name) file = await contentOf(zip, entry, limits.bytes);
  }
  return file === undefined ? { others: seen.size } : { file, others: seen.size - 1 };
}

const fileType = 0o170000;
const plainTypes: readonly number[] = [0, 0o100000, 0o040000];

/** Names that lead outside are refused by yauzl. */
function refuseOdd(entry: Entry): void {
  const type = (entry.externalFileAttributes >>> 16) & fileType;
  if (!plainTypes.includes(type))
    throw new BundleError('plain files', `a link or device, ${short(entry.fileName)}`);
  if (entry.isEncrypted())
    throw new BundleError('files without a password', `one with it, ${short(entry.fileName)}`);
}

async function contentOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most)
      throw new BundleError(
        `${short(entry.fileName)} to have at most ${String(most)} bytes`,
        'more',
      );
    chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  if (crc32(content) !== entry.crc32)
    throw new BundleError(`${short(entry.fileName)} as it was packed`, 'damaged bytes');
  return content;
}
