import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOfCells, type Cell } from './notebook.js';

/** A file that the compiler makes. */
export interface MadeFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  /** Whose hands it may come into: a student works in exercises and in notebooks. */
  readonly kind: 'exercise' | 'notebook' | 'other';
}

/** How a made file stands on disk; `edited` holds someone's work. */
export type MadeState = 'fresh' | 'missing' | 'outdated' | 'edited';

const marker = /^\/\/ \[made ([0-9a-f]{16})\]\n/m;

const plain = (text: string) => text.replaceAll('\r\n', '\n');

/** Puts a header and the mark by which an untouched exercise is known above its text. */
export function withMark(header: readonly string[], text: string): string {
  const above = header.map((line) => `// ${line}\n`).join('');
  return `${above}// [made ${hash(`\n${text}`)}]\n\n${text}`;
}

/** How a file stands on disk, beside what would be made now. */
export function stateOf(root: string, file: MadeFile): MadeState {
  const path = join(root, file.path);
  if (!existsSync(path)) return 'missing';
  const found = plain(readFileSync(path, 'utf8'));
  if (found === file.text) return 'fresh';
  return isUntouched(found, file.kind) ? 'outdated' : 'edited';
}

/** Writes a made file whole or not at all. */
export function writeMade(root: string, file: MadeFile): void {
  const path = join(root, file.path);
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.part`;
  writeFileSync(half, file.text);
  renameSync(half, path);
}

function isUntouched(found: string, kind: MadeFile['kind']): boolean {
  if (kind === 'other') return true;
  if (kind === 'notebook') return isUntouchedNotebook(found);
  const mark = marker.exec(found);
  return mark !== null && hash(found.slice(mark.index + mark[0].length)) === mark[1];
}

/** A notebook that was only run still has the cells that were made. */
function isUntouchedNotebook(found: string): boolean {
  try {
    const notebook = JSON.parse(found) as {
      readonly cells: readonly (Pick<Cell, 'cell_type'> & {
        readonly source: string | readonly string[];
      })[];
      readonly metadata: { readonly unroll: { readonly cells: string } };
    };
    const cells = notebook.cells.map(({ cell_type, source }) => ({
      cell_type,
      source: typeof source === 'string' ? [source] : source,
    }));
    return hashOfCells(cells) === notebook.metadata.unroll.cells;
  } catch {
    return false;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
