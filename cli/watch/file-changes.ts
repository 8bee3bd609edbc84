import { unwatchFile, watchFile } from 'node:fs';

/** How often the file is looked at. */
const lookMilliseconds = 100;

/**
 * A file that changed between two looks may be half written: it is read once it has rested for
 * longer than that.
 */
const restMilliseconds = 120;

/**
 * Tells when a file has changed and come to rest, whatever it was saved with: written in place,
 * renamed over, removed and made again, on a disk that is far away.
 *
 * Looking costs one call every tenth of a second; the operating system's events differ by editor
 * and by disk.
 *
 * @param path of the file, which may not be there yet
 * @param onRest called after each burst of changes
 * @returns stops watching
 */
export function watchForChanges(path: string, onRest: () => void): () => void {
  let rest: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(rest);
    rest = setTimeout(onRest, restMilliseconds);
  };
  watchFile(path, { interval: lookMilliseconds }, changed);
  return () => {
    unwatchFile(path, changed);
    clearTimeout(rest);
  };
}
