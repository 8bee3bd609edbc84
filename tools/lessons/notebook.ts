import { createHash } from 'node:crypto';
import type { Lesson } from '../../grader/task.js';
import { questionCard, taskCard, taskHeading } from './cards.js';
import { CellIds } from './cell-ids.js';
import type { LessonText, Piece } from './lesson-text.js';
import { anchorOf } from './links.js';
import { paceOf } from './pace.js';
import type { Questions } from './questions.js';

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
 * The notebook of a lesson, without outputs. Its head says how long it takes.
 *
 * A cell's id is the name the author gave it, or its section's and its number there: text that
 * changes elsewhere leaves it as it was.
 */
export function makeNotebook(lesson: Lesson, text: LessonText): string {
  return notebookOf(lesson, text, paceOf(text, lesson.tasks));
}

/** The notebook of a further page of a lesson. Its head leads back to the lesson. */
export function makeFurtherNotebook(lesson: Lesson, text: LessonText): string {
  const back = `A further page of [${lesson.title}](${lesson.stem}.ipynb): nothing later depends on it.`;
  return notebookOf({ ...lesson, tasks: [] }, text, `${back} ${paceOf(text, [])}`);
}

function notebookOf(lesson: Lesson, text: LessonText, head: string): string {
  const ids = new CellIds(text.file);
  const title = text.pieces.find((one): one is TextPiece => 'level' in one && one.level === 1);
  const cells = text.pieces.flatMap((piece) =>
    cellsOf(piece === title ? belowTitle(piece, head) : piece, lesson, ids),
  );
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Unroll (TypeScript)', language: 'typescript', name: 'unroll' },
      language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
      unroll: {
        made: `by 'npm run lessons' from ${text.file}: change that, not this file`,
        cells: hashOfCells(cells),
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

/** The questions of a lesson and its further pages, as a notebook's `predict` reads them. */
export function makeQuestions(texts: readonly LessonText[]): string {
  const questions: Record<string, Questions[string]> = {};
  for (const piece of texts.flatMap(({ pieces }) => pieces))
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

/** The places of a lesson's notebook that links can name. */
export function anchorsOf(lesson: Pick<Lesson, 'tasks'>, text: LessonText): Set<string> {
  const own = text.headings.map(({ title }) => title);
  return new Set([...own, ...lesson.tasks.map((task) => taskHeading(task, ''))].map(anchorOf));
}

type TextPiece = Extract<Piece, { kind: 'text' }>;

function cellsOf(piece: Piece, lesson: Lesson, ids: CellIds): Cell[] {
  switch (piece.kind) {
    case 'text':
      return [markdown(ids.text(piece), piece.markdown)];
    case 'code':
      return [code(ids.code(piece), piece.code, piece.folded)];
    case 'task': {
      const task = lesson.tasks.find(({ id }) => id === piece.id);
      if (task === undefined) return [];
      return [
        markdown(ids.named(`task-${task.id}`, piece.line), taskCard(lesson, task, piece.markdown)),
        code(ids.named(`check-${task.id}`, piece.line), `await check('${task.id}');`),
      ];
    }
    case 'question': {
      const { question, line } = piece;
      return [
        markdown(ids.named(`question-${question.id}`, line), questionCard(question)),
        code(ids.named(`predict-${question.id}`, line), `predict('${question.id}', '?');`),
      ];
    }
    case 'notes':
    case 'slide':
      return [];
  }
}

function belowTitle(piece: TextPiece, head: string): TextPiece {
  const [title = '', ...rest] = piece.markdown.split('\n');
  return { ...piece, markdown: [title, '', head, ...rest].join('\n') };
}

const lines = (text: string) => text.split(/(?<=\n)/);

function markdown(id: string, text: string): Cell {
  return { cell_type: 'markdown', id, metadata: {}, source: lines(text) };
}

function code(id: string, text: string, folded = false): Cell {
  return {
    cell_type: 'code',
    execution_count: null,
    id,
    metadata: folded ? { jupyter: { source_hidden: true } } : {},
    outputs: [],
    source: lines(text),
  };
}
