import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps a copy of a lesson's exercise file as it is now, byte for byte.
 *
 * @param root the clone
 * @param stem the lesson
 * @param file the exercise file
 * @returns the copy, from the clone
 */
export function keepCopy(root: string, stem: string, file: string): string {
  const folder = join('.unroll', 'kept');
  mkdirSync(join(root, folder), { recursive: true });
  const when = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  for (let n = 1; ; n++) {
    const copy = join(folder, `${stem}-${when}${n === 1 ? '' : `-${String(n)}`}.ts`);
    if (existsSync(join(root, copy))) continue;
    copyFileSync(file, join(root, copy), constants.COPYFILE_EXCL);
    return copy;
  }
}
