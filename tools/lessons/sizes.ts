import type { Task } from '../../grader/task.js';
import type { LessonText, Piece } from './lesson-text.js';
import { Pictures } from './pictures.js';
import { countImages, countLines, countShownCode, countWords } from './words.js';

/** How much a lesson, or a further page of one, asks of a reader. */
export interface Sizes {
  /**
   * Of what a student reads: text, cards of tasks, questions with the reply to the right choice.
   */
  readonly words: number;
  /** Of code that a student sees: folded cells and empty lines do not count. */
  readonly lines: number;
  /** What cells draw with `src/plot`, and images in the text. */
  readonly pictures: number;
  readonly predictions: number;
  readonly tasks: number;
  readonly core: number;
  /** For a student who works alone. */
  readonly minutes: number;
  /** Minutes that the notes give to a room. */
  readonly plan: number;
}

/** What one piece of a text asks of a reader. */
export interface Effort {
  readonly words: number;
  readonly lines: number;
  /** Minutes of a task. */
  readonly tasks: number;
}

/** Counts a text; `tasks` are those of its lesson. */
export function sizesOf({ pieces }: LessonText, tasks: readonly Task[]): Sizes {
  const drawn = new Pictures();
  let pictures = 0;
  for (const piece of pieces)
    pictures += piece.kind === 'code' ? drawn.in(piece.code) : countImages(readIn(piece));
  const placed = tasks.filter(({ id }) => pieces.some((p) => p.kind === 'task' && p.id === id));
  const effort = sum(pieces.map((piece) => effortOf(piece, tasks)));
  return {
    words: effort.words,
    lines: effort.lines,
    pictures,
    predictions: pieces.filter(({ kind }) => kind === 'question').length,
    tasks: placed.length,
    core: placed.filter(({ core }) => core).length,
    minutes: Math.round(minutesOf(effort)),
    plan: planOf(pieces),
  };
}

/** Minutes that the notes of a text give to a room, together. */
export function planOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (total, piece) => total + (piece.kind === 'notes' ? (piece.notes.minutes ?? 0) : 0),
    0,
  );
}

export function effortOf(piece: Piece, tasks: readonly Task[]): Effort {
  const text = readIn(piece);
  const code = piece.kind === 'code' && !piece.folded ? countLines(piece.code) : 0;
  const task = piece.kind === 'task' ? tasks.find(({ id }) => id === piece.id) : undefined;
  return {
    words: countWords(text),
    lines: code + countShownCode(text),
    tasks: task?.minutes ?? 0,
  };
}

/** Reading 180 words a minute, 12 lines of code a minute, and working on the tasks. */
export function minutesOf({ words, lines, tasks }: Effort): number {
  return words / 180 + lines / 12 + tasks;
}

export function sum(efforts: readonly Effort[]): Effort {
  return efforts.reduce(
    (a, b) => ({ words: a.words + b.words, lines: a.lines + b.lines, tasks: a.tasks + b.tasks }),
    { words: 0, lines: 0, tasks: 0 },
  );
}

/** The Markdown that a student reads of a piece. */
function readIn(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
    case 'task':
      return piece.markdown;
    case 'question': {
      const { prompt, choices } = piece.question;
      const parts = choices.map(({ text, right, reply }) => (right ? `${text}\n${reply}` : text));
      return [prompt, ...parts].join('\n');
    }
    case 'code':
    case 'notes':
    case 'slide':
      return '';
  }
}
