import { InputError, wrongInput } from '../core/index.js';

/** One entry of a JSON array, and the line of the file that it starts in. */
export interface Entry {
  readonly value: unknown;
  /** Counted from 1. */
  readonly line: number;
}

// A string as a whole, so that a comma inside it does not count, or a mark of structure.
const MARKS = /"(?:[^"\\]|\\.)*"|[[\]{},]/gs;

/**
 * Reads a JSON array entry by entry: unlike `JSON.parse`, it knows the line of each, which a
 * message about a wrong entry needs.
 *
 * @param where function and file, for the message
 * @throws InputError naming the line if the text is not a JSON array
 */
export function parseEntries(where: string, json: string): Entry[] {
  const open = json.search(/\S/);
  const close = json.trimEnd().length - 1;
  if (json[open] !== '[') throw notAnArray(where, lineOf(json, open), 'no opening bracket');
  if (json[close] !== ']') throw notAnArray(where, lineOf(json, close), 'no closing bracket');
  const body = json.slice(open + 1, close);
  if (body.trim() === '') return [];
  let line = lineOf(json, open);
  return piecesOf(body).map((piece) => {
    const start = line + newlines(/^\s*/.exec(piece)?.[0] ?? '');
    line += newlines(piece);
    return { value: parsed(where, piece, start), line: start };
  });
}

/** Parts the inside of an array at its own commas. */
function piecesOf(body: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  const marks = new RegExp(MARKS);
  for (let found = marks.exec(body); found !== null; found = marks.exec(body)) {
    const mark = found[0];
    if (mark === '[' || mark === '{') depth++;
    else if (mark === ']' || mark === '}') depth--;
    else if (mark === ',' && depth === 0) {
      pieces.push(body.slice(start, found.index));
      start = found.index + 1;
    }
  }
  return [...pieces, body.slice(start)];
}

function parsed(where: string, piece: string, line: number): unknown {
  try {
    return JSON.parse(piece);
  } catch (error) {
    throw notAnArray(where, line, error instanceof Error ? error.message : String(error));
  }
}

function lineOf(text: string, place: number): number {
  return 1 + newlines(text.slice(0, Math.max(place, 0)));
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function notAnArray(where: string, line: number, received: string): InputError {
  return new InputError(
    wrongInput(
      `${where} line ${line}`,
      'a JSON array of records',
      received,
      'Mend that place, or compare with data/reviews/imdb.json.',
    ),
  );
}
