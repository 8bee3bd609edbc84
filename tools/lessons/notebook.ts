import { createHash } from 'node:crypto';
import type { Lesson, Task } from '../../grader/task.js';
import type { LessonText, Piece } from './lesson-text.js';
import { anchorOf } from './links.js';
import { LessonProblem } from './problem.js';
import type { Question, Questions } from './questions.js';

/** A cell as the notebook format 4.5 has it. */
export interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

/**
 * The notebook of a lesson, without outputs.
 *
 * A cell's id is the name the author gave it, or its section's and its number there: text that
 * changes elsewhere leaves it as it was.
 */
export function makeNotebook(lesson: Lesson, text: LessonText): string {
  const ids = new CellIds(text.file);
  const shown = shownPieces(text);
  const cells = shown.flatMap((piece, i) => cellsOf(piece, shown[i - 1], lesson, ids));
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Unroll (TypeScript)', language: 'typescript', name: 'unroll' },
      language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
      unroll: {
        made: `by 'npm run lessons' from lessons/${lesson.stem}: change the lesson, not this file`,
        cells: hashOfCells(cells),
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

/** The questions of a lesson's text, as the notebook's `predict` reads them. */
export function makeQuestions(text: LessonText): string {
  const questions: Record<string, Questions[string]> = {};
  for (const piece of text.pieces)
    if (piece.kind === 'question') {
      const { id, ...rest } = piece.question;
      questions[id] = rest;
    }
  return `${JSON.stringify(questions, undefined, 2)}\n`;
}

/** A hash of what a person writes in cells; outputs and counters are not part of it. */
export function hashOfCells(cells: readonly Pick<Cell, 'cell_type' | 'source'>[]): string {
  const written = cells.map((cell) => [cell.cell_type, cell.source.join('')]);
  return createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 16);
}

/** What Jupyter's slide tools do with a cell. */
type SlideType = 'slide' | 'fragment' | 'skip';

/**
 * The cells of a piece.
 *
 * @param before the piece in front: what runs directly behind a slide or a question reveals
 */
function cellsOf(
  piece: ShownPiece,
  before: ShownPiece | undefined,
  lesson: Lesson,
  ids: CellIds,
): Cell[] {
  switch (piece.kind) {
    case 'text':
      return [markdown(ids.text(piece), piece.markdown, 'skip')];
    case 'slide':
      return [markdown(ids.slide(), slideText(piece), 'slide')];
    case 'code': {
      const reveals = before?.kind === 'slide' || before?.kind === 'question';
      return [code(ids.code(piece), piece.code, reveals ? 'fragment' : 'skip')];
    }
    case 'task': {
      const task = lesson.tasks.find(({ id }) => id === piece.id);
      if (task === undefined) return [];
      const card = taskCard(lesson, task, piece.markdown);
      return [
        markdown(ids.named(`task-${task.id}`, piece.line), card, 'slide'),
        code(ids.named(`check-${task.id}`, piece.line), `await check('${task.id}');`, 'fragment'),
      ];
    }
    case 'question': {
      const { question, line } = piece;
      const commit = `predict('${question.id}', '?');`;
      return [
        markdown(ids.named(`question-${question.id}`, line), questionCard(question), 'slide'),
        code(ids.named(`predict-${question.id}`, line), commit, 'fragment'),
      ];
    }
  }
}

/** A piece that a student sees. */
type ShownPiece = Exclude<Piece, { kind: 'notes' }>;

function shownPieces({ pieces }: LessonText): ShownPiece[] {
  return pieces.filter((piece) => piece.kind !== 'notes');
}

/** Set apart from the running text, which says the same at length. */
function slideText({ title, markdown }: Extract<Piece, { kind: 'slide' }>): string {
  const text = title === undefined ? markdown : `**In short: ${title}**\n\n${markdown}`;
  return text.replaceAll(/^/gm, '> ').replaceAll(/ +$/gm, '');
}

const lines = (text: string) => text.split(/(?<=\n)/);

function markdown(id: string, text: string, slide: SlideType): Cell {
  return { cell_type: 'markdown', id, metadata: inSlides(slide), source: lines(text) };
}

function code(id: string, text: string, slide: SlideType): Cell {
  return {
    cell_type: 'code',
    execution_count: null,
    id,
    metadata: inSlides(slide),
    outputs: [],
    source: lines(text),
  };
}

const inSlides = (slide: SlideType) => ({ slideshow: { slide_type: slide } });

const askedFor: Record<Task['kind'], string> = {
  write: 'Write',
  derive: 'Derive and write',
  debug: 'Find what is wrong with, and mend,',
  transfer: 'Write',
};

function taskHeading({ id, title }: Task, mark: string): string {
  return `Task ${mark}${id}${mark}: ${title}`;
}

/** The places of a lesson's notebook that links can name. */
export function anchorsOf(lesson: Lesson, text: LessonText): Set<string> {
  const own = text.headings.map(({ title }) => title);
  return new Set([...own, ...lesson.tasks.map((task) => taskHeading(task, ''))].map(anchorOf));
}

function taskCard(lesson: Lesson, task: Task, body: string): string {
  const { difficulty, points, minutes } = task;
  const dots = '●'.repeat(difficulty) + '○'.repeat(5 - difficulty);
  const facts = [
    `${String(points)} ${points === 1 ? 'point' : 'points'}`,
    `difficulty ${dots} ${String(difficulty)} of 5`,
    `about ${String(minutes)} minutes`,
    task.core ? 'core' : 'further',
  ];
  const file = `exercises/${lesson.stem}.ts`;
  return [
    `### ${taskHeading(task, '`')}`,
    `**${facts.join(' · ')}**`,
    ...(body === '' ? [] : [body]),
    `${askedFor[task.kind]} \`${task.name}\` in [${file}](../${file}), save the file, then run the next cell. For a hint: \`await hint('${task.id}')\` in a cell, or \`./unroll hint ${task.id}\` in a terminal.`,
  ].join('\n\n');
}

function questionCard(question: Question): string {
  const choices = question.choices.map(({ key, text }) => `- **${key}** ${text}`);
  return [
    `**Predict.** ${question.prompt}`,
    choices.join('\n'),
    'Put your letter in the place of `?`, then run the cell.',
  ].join('\n\n');
}

/** Gives every cell an id, once. */
class CellIds {
  private readonly taken = new Set<string>();
  private section = 'top';

  constructor(private readonly file: string) {}

  text({ heading }: Extract<Piece, { kind: 'text' }>): string {
    if (heading !== undefined) this.section = slug(heading);
    return this.numbered(this.section);
  }

  slide(): string {
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
