import { statSync } from 'node:fs';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';

type WatchFile = NonNullable<TypeScript.System['watchFile']>;
/**
 * Kinds are told by the numbers of the compiler's own enumeration, which is not there when this
 * file is loaded.
 */
type Callback = (path: string, kind: number) => void;

interface Watched {
  readonly path: string;
  readonly callback: Callback;
  state: string;
}

const ABSENT = '';

/**
 * Watches files by looking at them when it is asked to. The operating system's events come late,
 * and for some ways of saving not at all: a cell would run with the file as it was.
 */
export class FileWatch {
  readonly #watched = new Set<Watched>();

  /** Takes the place of the compiler's own watching of files. */
  readonly watch: WatchFile = (path, callback) => {
    const one: Watched = { path, callback, state: stateOf(path) };
    this.#watched.add(one);
    return { close: () => this.#watched.delete(one) };
  };

  /** Tells the compiler which files have changed since the last look. */
  look(): void {
    for (const one of [...this.#watched]) {
      const before = one.state;
      one.state = stateOf(one.path);
      if (one.state === before) continue;
      one.callback(one.path, eventKind(before, one.state));
    }
  }
}

function eventKind(before: string, now: string): number {
  const [created, changed, deleted] = [0, 1, 2];
  return before === ABSENT ? created : now === ABSENT ? deleted : changed;
}

function stateOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return ABSENT;
  return `${String(found.ino)} ${String(found.size)} ${String(found.mtimeMs)}`;
}

/** A converter that looks at all files before it compiles a cell. */
export function withFreshFiles(converter: Converter, files: FileWatch): Converter {
  return {
    ...converter,
    convert(previous, source) {
      files.look();
      return converter.convert(previous, source);
    },
  };
}
