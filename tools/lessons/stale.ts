import { stateOf, type MadeFile, type MadeState } from './made-file.js';

/** A made file that is not on disk as it would be made now. */
export interface StaleFile {
  readonly file: MadeFile;
  readonly state: Exclude<MadeState, 'fresh'>;
}

/** Those of the files that are missing, outdated, or changed by hand. */
export function staleFiles(root: string, files: readonly MadeFile[]): StaleFile[] {
  return files.flatMap((file) => {
    const state = stateOf(root, file);
    return state === 'fresh' ? [] : [{ file, state }];
  });
}

const described: Record<StaleFile['state'], string> = {
  missing: 'is missing. Run `npm run lessons`.',
  outdated: 'is outdated. Run `npm run lessons`.',
  edited:
    "holds someone's work and was left alone. To have it made anew, move it away and run `npm run lessons`.",
};

/** `exercises/03-lstm.ts is outdated.` and what to do. */
export function describeStale({ file, state }: StaleFile): string {
  return `${file.path} ${described[state]}`;
}
