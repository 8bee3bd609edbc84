import { nearest } from '../../school/nearest.js';
import { LessonProblem, oneOf } from './problem.js';

/** How a paragraph of notes may begin: what it is for. */
export const noteLabels = ['Say', 'Ask', 'Goes wrong', 'Timing', 'Board'] as const;

export type NoteLabel = (typeof noteLabels)[number];

/** A paragraph of an instructor's notes. */
export interface NoteParagraph {
  readonly label: NoteLabel | undefined;
  readonly markdown: string;
}

/** What the instructor reads at one place of a lesson. */
export interface Notes {
  /** What the section takes, in minutes. */
  readonly minutes: number | undefined;
  readonly paragraphs: readonly NoteParagraph[];
}

/** Up to four words and a colon: what looks like a label. */
const labelLike = /^([A-Za-z]+(?: [A-Za-z]+){0,3}):(?=\s|$)\s*/;

/**
 * Reads the paragraphs of notes with their labels.
 *
 * @param markdown what stands in the container
 * @param line of its first line
 * @param file path of the lesson's text, for messages
 * @throws LessonProblem at what looks like a label and is none
 */
export function readNotes(markdown: string, line: number, file: string): NoteParagraph[] {
  const paragraphs: NoteParagraph[] = [];
  let at = line;
  for (const part of markdown.split(/(\n\s*\n)/)) {
    if (part.trim() !== '') paragraphs.push(readParagraph(part, at, file));
    at += part.split('\n').length - 1;
  }
  if (paragraphs.length === 0)
    throw new LessonProblem(file, line - 1, 'these notes are empty. Fill or remove them.');
  return paragraphs;
}

function readParagraph(paragraph: string, line: number, file: string): NoteParagraph {
  const found = labelLike.exec(paragraph);
  const label = noteLabels.find((known) => known === found?.[1]);
  if (found === null || label !== undefined)
    return { label, markdown: paragraph.slice(found?.[0].length ?? 0).trim() };
  const written = (found[1] ?? '').toLowerCase();
  const meant =
    noteLabels.find((known) => ` ${written} `.includes(` ${known.toLowerCase()} `)) ??
    nearest(written, noteLabels);
  const remedy =
    meant === undefined
      ? `Use ${oneOf(noteLabels.map((known) => `${known}:`))}, or begin otherwise.`
      : `Did you mean '${meant}:'?`;
  throw new LessonProblem(file, line, `'${found[1] ?? ''}:' is no label of notes. ${remedy}`);
}
