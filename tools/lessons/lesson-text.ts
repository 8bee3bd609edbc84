import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { containerOf, containers } from './containers.js';
import { readFrontMatter, type FrontMatter } from './front-matter.js';
import { LessonProblem, oneOf } from './problem.js';
import { readQuestion, type Question } from './questions.js';

/** A part of a lesson's text, with the line it begins on, counted from 1. */
export type Piece =
  | {
      readonly kind: 'text' | 'notes' | 'slide';
      readonly line: number;
      readonly markdown: string;
      /** The heading it begins with, if it does. */
      readonly heading?: string;
    }
  | {
      readonly kind: 'code';
      readonly line: number;
      readonly code: string;
      readonly id?: string;
    }
  | {
      readonly kind: 'task';
      readonly line: number;
      readonly id: string;
      readonly markdown: string;
    }
  | { readonly kind: 'question'; readonly line: number; readonly question: Question };

export interface LessonText {
  /** Path of the file, for messages. */
  readonly file: string;
  readonly front: FrontMatter;
  readonly pieces: readonly Piece[];
}

const parser = new MarkdownIt({ html: true }).use(containers);
const containerNames = ['task', 'question', 'notes', 'slide'];
const deepestCellHeading = 3;

/**
 * Reads a lesson's text into its pieces, in order.
 *
 * @param source `lesson.md` as it stands
 * @param file its path, for messages
 * @throws LessonProblem at the first thing that is not in the format
 */
export function readLessonText(source: string, file: string): LessonText {
  const text = source.replaceAll('\r\n', '\n');
  const { front, lines: offset } = readFrontMatter(text, file);
  const body = text.split('\n').slice(offset);
  const reader = new Reader(file, offset, body);
  reader.read(parser.parse(body.join('\n'), {}));
  return { file, front, pieces: reader.pieces };
}

class Reader {
  readonly pieces: Piece[] = [];
  /** First line that no piece has yet. */
  private next = 0;
  private heading: string | undefined;

  constructor(
    private readonly file: string,
    private readonly offset: number,
    private readonly lines: readonly string[],
  ) {}

  read(tokens: readonly Token[]): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token?.map === undefined || token.map === null) continue;
      const [start, end] = token.map;
      if (this.runs(token)) this.code(token, start, end);
      else if (token.type === 'heading_open' && token.level === 0) {
        if (Number(token.tag.slice(1)) > deepestCellHeading) continue;
        this.text(start);
        this.heading = tokens[i + 1]?.content;
      } else if (token.type === 'container_open') {
        const close = closing(tokens, i);
        this.container(token, tokens.slice(i + 1, close), start, end);
        i = close;
      }
    }
    this.text(this.lines.length);
  }

  private fault(line: number, fault: string): LessonProblem {
    return new LessonProblem(this.file, this.offset + line + 1, fault);
  }

  private between(start: number, end: number): string {
    return this.lines.slice(start, end).join('\n').trim();
  }

  /** Ends the running text before a line. */
  private text(end: number): void {
    while (this.next < end && this.lines[this.next]?.trim() === '') this.next++;
    const markdown = this.between(this.next, end);
    const { heading } = this;
    if (markdown !== '')
      this.pieces.push({
        kind: 'text',
        line: this.offset + this.next + 1,
        markdown,
        ...(heading === undefined ? {} : { heading }),
      });
    this.heading = undefined;
    this.next = end;
  }

  /** True for ```ts that runs; illustrations and other languages stay text. */
  private runs(fence: Token): boolean {
    const [language, ...options] = fence.info.trim().split(/\s+/);
    if (fence.type !== 'fence' || language !== 'ts') return false;
    const unknown = options.find((o) => o !== 'no-run' && !/^id=[a-z0-9-]+$/.test(o));
    if (unknown !== undefined)
      throw this.fault(
        fence.map?.[0] ?? 0,
        `'${unknown}' is no option of a cell. Use no-run or id=some-name.`,
      );
    return !options.includes('no-run');
  }

  private code(token: Token, start: number, end: number): void {
    if (token.level > 0)
      throw this.fault(
        start,
        'a cell cannot stand in a list or a quote. Move it out, or add no-run.',
      );
    this.text(start);
    const id = /\bid=(\S+)/.exec(token.info)?.[1];
    const piece = {
      kind: 'code',
      line: this.offset + start + 1,
      code: token.content.trimEnd(),
    } as const;
    if (piece.code === '') throw this.fault(start, 'this cell is empty. Fill or remove it.');
    this.pieces.push(id === undefined ? piece : { ...piece, id });
    this.next = end;
  }

  private container(token: Token, inside: readonly Token[], start: number, end: number): void {
    const { name, id } = this.containerKind(token, inside, start);
    this.text(start);
    const line = this.offset + start + 1;
    const markdown = this.between(start + 1, end - 1);
    if (name === 'task') this.pieces.push({ kind: 'task', line, id, markdown });
    else if (name === 'question') {
      const before = this.offset + start + 1;
      const question = readQuestion(id, markdown, this.file, before);
      this.pieces.push({ kind: 'question', line, question });
    } else this.pieces.push({ kind: name === 'notes' ? 'notes' : 'slide', line, markdown });
    this.next = end;
  }

  private containerKind(
    token: Token,
    inside: readonly Token[],
    start: number,
  ): { readonly name: string; readonly id: string } {
    const { info, closed } = containerOf(token);
    const [name = '', id = '', ...rest] = info.split(/\s+/);
    if (info === '')
      throw this.fault(start, "':::' closes nothing. Remove it, or open a container.");
    if (!containerNames.includes(name))
      throw this.fault(start, `'::: ${name}' is no container. Use ${oneOf(containerNames)}.`);
    const other = inside.find(({ type }) => type === 'container_open');
    const cell = inside.find((token) => this.runs(token));
    const within = other ?? cell;
    if (!closed || within !== undefined) {
      const where = within?.map?.[0];
      const before = where === undefined ? '' : ` before line ${String(this.offset + where + 1)}`;
      throw this.fault(start, `'::: ${info}' is not closed${before}. End it with ':::'.`);
    }
    if (token.level > 0)
      throw this.fault(start, `'::: ${info}' stands inside a list or a quote. Move it out.`);
    const named = name === 'task' || name === 'question';
    if (named !== (id !== '') || rest.length > 0)
      throw this.fault(start, `write ${named ? `'::: ${name} some-id'` : `'::: ${name}' alone`}.`);
    return { name, id };
  }
}

/** Index of the token that closes the container opened at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.type === 'container_open') depth++;
    if (tokens[i]?.type === 'container_close' && --depth === 0) return i;
  }
  return tokens.length;
}
