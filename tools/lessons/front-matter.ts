import { LineCounter, parseDocument } from 'yaml';
import { LessonProblem, oneOf } from './problem.js';

/** What stands above a lesson's text. */
export interface FrontMatter {
  readonly title: string;
  /** Stems of earlier lessons; none unless it says so. */
  readonly needs: readonly string[];
}

const keys = ['title', 'needs'];

const strings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/**
 * Takes a lesson's front matter off its text.
 *
 * @param source the file as it stands
 * @param file its path, for messages
 * @returns the front matter, and how many lines it takes
 * @throws LessonProblem if it is missing, has an unknown key, or a value of the wrong kind
 */
export function readFrontMatter(
  source: string,
  file: string,
): { readonly front: FrontMatter; readonly lines: number } {
  const block = /^---\n([\s\S]*?\n)---\n/.exec(source);
  if (block === null)
    throw new LessonProblem(file, 1, `begin with front matter: ---, ${keys.join(', ')}, ---.`);
  const counter = new LineCounter();
  const document = parseDocument(block[1] ?? '', { lineCounter: counter, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new LessonProblem(file, counter.linePos(broken.pos[0]).line + 1, broken.message);

  const record = (document.toJS() ?? {}) as Record<string, unknown>;
  const lineOf = (key: string) =>
    2 + (block[1] ?? '').split('\n').findIndex((l) => l.startsWith(key));
  for (const key of Object.keys(record))
    if (!keys.includes(key))
      throw new LessonProblem(file, lineOf(key), `'${key}' is none of ${oneOf(keys)}. Remove it.`);

  const { title, needs = [] } = record;
  const wrong = (key: string, expected: string) =>
    new LessonProblem(file, Math.max(1, lineOf(key)), `'${key}' has to be ${expected}.`);
  if (typeof title !== 'string' || title === '') throw wrong('title', "the lesson's title");
  if (!strings(needs)) throw wrong('needs', 'a list of earlier lessons, such as [00-start], or []');
  return { front: { title, needs }, lines: (block[0].match(/\n/g) ?? []).length };
}
