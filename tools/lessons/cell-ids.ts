import type { Piece } from './lesson-text.js';
import { LessonProblem } from './problem.js';

/** Gives every cell of a notebook an id, once. */
export class CellIds {
  private readonly taken = new Set<string>();
  private section = 'top';

  constructor(private readonly file: string) {}

  text({ heading }: Extract<Piece, { kind: 'text' }>): string {
    if (heading !== undefined) this.section = slug(heading);
    return this.numbered(this.section);
  }

  code(piece: Extract<Piece, { kind: 'code' }>): string {
    return piece.id === undefined
      ? this.numbered(`${this.section}-code`)
      : this.named(piece.id, piece.line);
  }

  named(id: string, line: number): string {
    if (this.taken.has(id))
      throw new LessonProblem(this.file, line, `the id '${id}' is taken. Choose another one.`);
    this.taken.add(id);
    return id;
  }

  private numbered(name: string): string {
    let id = name;
    for (let n = 2; this.taken.has(id); n++) id = `${name}-${String(n)}`;
    this.taken.add(id);
    return id;
  }
}

/** A heading as an id: `Why "tanh"?` -> `why-tanh`; the format allows 64 characters. */
function slug(heading: string): string {
  const plain = heading
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '').slice(0, 48) || 'section';
}
