import type { LessonText, Piece } from './lesson-text.js';

type Taught = Exclude<Piece, { kind: 'text' | 'code' }>;

/** What the instructor has to know at one place, and when it comes. */
export interface Timed {
  readonly piece: Taught;
  /** Minutes from the start. */
  readonly from: number;
}

/** A part of a lesson under one heading of the first or second level. */
export interface Section {
  readonly title: string;
  /** Minutes from the start. */
  readonly from: number;
  /** What its notes give it, together. */
  readonly minutes: number;
  readonly pieces: readonly Timed[];
}

/**
 * The sections of a lesson, in order; each begins when the notes in front of it have had their
 * time.
 */
export function sectionsOf({ front, pieces }: LessonText): Section[] {
  const sections: { title: string; from: number; minutes: number; pieces: Timed[] }[] = [];
  let clock = 0;
  for (const piece of pieces) {
    let section = sections.at(-1);
    const heads = piece.kind === 'text' && piece.level !== undefined && piece.level <= 2;
    if (section === undefined || heads) {
      const heading = piece.kind === 'text' ? piece.heading : undefined;
      section = { title: heading ?? front.title, from: clock, minutes: 0, pieces: [] };
      sections.push(section);
    }
    if (piece.kind === 'text' || piece.kind === 'code') continue;
    section.pieces.push({ piece, from: clock });
    if (piece.kind !== 'notes') continue;
    clock += piece.notes.minutes ?? 0;
    section.minutes += piece.notes.minutes ?? 0;
  }
  return sections;
}
