import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { readHead, type Head } from './container-head.js';
import { containerOf, containers } from './containers.js';
import { readFrontMatter, type FrontMatter } from './front-matter.js';
import { readNotes, type Notes } from './notes.js';
import { outlineOf, type Heading, type Link } from './outline.js';
import { LessonProblem } from './problem.js';
import { checkProse } from './prose-checks.js';
import { readQuestion, type Question } from './questions.js';
import { checkSlide } from './slides.js';

/** A part of a lesson's text, with the line it begins on, counted from 1. */
export type Piece =
  | {
      readonly kind: 'text';
      readonly line: number;
      readonly markdown: string;
      /** The heading it begins with, if it does, and its level. */
      readonly heading?: string;
      readonly level?: number;
    }
  | {
      readonly kind: 'slide';
      readonly line: number;
      readonly title: string | undefined;
      readonly markdown: string;
    }
  | {
      readonly kind: 'code';
      readonly line: number;
      readonly code: string;
      readonly id?: string;
      /** Whether its code is hidden until a student opens it. */
      readonly folded: boolean;
    }
  | {
      readonly kind: 'task';
      readonly line: number;
      readonly id: string;
      readonly markdown: string;
    }
  | { readonly kind: 'notes'; readonly line: number; readonly notes: Notes }
  | { readonly kind: 'question'; readonly line: number; readonly question: Question };

export interface LessonText {
  /** Path of the file, for messages. */
  readonly file: string;
  readonly front: FrontMatter;
  readonly pieces: readonly Piece[];
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
}

const parser = new MarkdownIt({ html: true }).use(containers);
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
  const tokens = parser.parse(body.join('\n'), {});
  checkProse(tokens, body, (line, fault) => {
    throw new LessonProblem(file, offset + line + 1, fault);
  });
  reader.read(tokens);
  const { headings, links } = outlineOf(tokens);
  const inFile = <T extends { readonly line: number }>(one: T): T => ({
    ...one,
    line: offset + one.line + 1,
  });
  return {
    file,
    front,
    pieces: reader.pieces,
    headings: headings.map(inFile),
    links: links.map(inFile),
  };
}

class Reader {
  readonly pieces: Piece[] = [];
  /** First line that no piece has yet. */
  private next = 0;
  private heading: { readonly heading: string; readonly level: number } | undefined;

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
        const level = Number(token.tag.slice(1));
        if (level > deepestCellHeading) continue;
        this.text(start);
        this.heading = { heading: tokens[i + 1]?.content ?? '', level };
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
    const line = this.offset + this.next + 1;
    if (markdown !== '') this.pieces.push({ kind: 'text', line, markdown, ...this.heading });
    this.heading = undefined;
    this.next = end;
  }

  /** True for ```ts that runs; illustrations and other languages stay text. */
  private runs(fence: Token): boolean {
    const [language, ...options] = fence.info.trim().split(/\s+/);
    if (fence.type !== 'fence' || language !== 'ts') return false;
    const unknown = options.find((o) => !/^(no-run|fold|id=[a-z0-9-]+)$/.test(o));
    if (unknown !== undefined)
      throw this.fault(
        fence.map?.[0] ?? 0,
        `'${unknown}' is no option of a cell. Use no-run, fold or id=some-name.`,
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
      folded: token.info.split(/\s+/).includes('fold'),
    } as const;
    if (piece.code === '') throw this.fault(start, 'this cell is empty. Fill or remove it.');
    this.pieces.push(id === undefined ? piece : { ...piece, id });
    this.next = end;
  }

  private container(token: Token, inside: readonly Token[], start: number, end: number): void {
    const head = this.head(token, inside, start);
    this.text(start);
    this.pieces.push(this.piece(head, start, this.lines.slice(start + 1, end - 1).join('\n')));
    this.next = end;
  }

  private piece(head: Head, start: number, inside: string): Piece {
    const line = this.offset + start + 1;
    const markdown = inside.trim();
    switch (head.name) {
      case 'task':
        return { kind: 'task', line, id: head.id, markdown };
      case 'question':
        return {
          kind: 'question',
          line,
          question: readQuestion(head.id, markdown, this.file, line),
        };
      case 'notes': {
        const paragraphs = readNotes(inside, line + 1, this.file);
        return { kind: 'notes', line, notes: { minutes: head.minutes, paragraphs } };
      }
      case 'slide':
        checkSlide(markdown, line, this.file);
        return { kind: 'slide', line, title: head.title, markdown };
    }
  }

  private head(token: Token, inside: readonly Token[], start: number): Head {
    const { info, closed } = containerOf(token);
    const head = readHead(info);
    if (typeof head === 'string') throw this.fault(start, head);
    const other = inside.find(({ type }) => type === 'container_open');
    const within = other ?? inside.find((token) => this.runs(token));
    if (!closed || within !== undefined) {
      const where = within?.map?.[0];
      const before = where === undefined ? '' : ` before line ${String(this.offset + where + 1)}`;
      throw this.fault(start, `'::: ${info}' is not closed${before}. End it with ':::'.`);
    }
    if (token.level > 0)
      throw this.fault(start, `'::: ${info}' stands inside a list or a quote. Move it out.`);
    return head;
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
