import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that happened to a task. */
export interface Entry {
  readonly task: string;
  readonly did: string;
  /** When, in UTC: `2026-11-21T12:35:14.000Z`. */
  readonly at: string;
}

/** Says what the user should know and can do nothing about. */
export type Say = (text: string) => void;

/** Where a clone keeps what its student has done: checks, hints, predictions. */
export function journalOf(root: string): string {
  return join(root, '.unroll', 'state', 'progress.jsonl');
}

const toStandardError: Say = (text) => process.stderr.write(`${text}\n`);

/**
 * Adds entries at the end, each a line of JSON. Nothing that stands is written again, so that a
 * notebook and a terminal which write at the same time lose nothing of each other's.
 *
 * @param file the journal
 * @param entries may be none
 */
export function appendEntries(file: string, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  // A break before each too: it parts an entry from a half one that a crash may have left.
  appendFileSync(file, entries.map((entry) => `\n${JSON.stringify(entry)}\n`).join(''));
}

/**
 * What happened, in order. A damaged journal is kept aside under another name, and goes on with the
 * lines that can be read.
 *
 * @param file the journal; none is an empty one
 * @param say is told of damage; default: standard error
 */
export function readEntries(file: string, say: Say = toStandardError): readonly Entry[] {
  const text = textOf(file);
  const { entries, damaged } = parse(text);
  if (damaged === 0) return entries;
  const aside = freeName(file);
  renameSync(file, aside);
  // Read again: another program may have added to it before it had its new name.
  const { entries: whole } = parse(textOf(aside));
  appendEntries(file, whole);
  say(
    `unroll: expected whole lines in ${file}, received ${String(damaged)} damaged. They are kept in ${aside}; the other ${String(whole.length)} still count.`,
  );
  return whole;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string) {
  const lines = text.split('\n');
  // What follows the last break is empty, or an entry that somebody is writing right now.
  const written = lines.slice(0, -1).filter((line) => line !== '');
  // In this form for the notebook's compiler too, which is older.
  const entries = written.flatMap((line) => entryIn(line) ?? []);
  return { entries, damaged: written.length - entries.length };
}

function entryIn(line: string): Entry | undefined {
  try {
    const found: unknown = JSON.parse(line);
    return isEntry(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(found: unknown): found is Entry {
  if (typeof found !== 'object' || found === null) return false;
  const { task, did, at } = found as Partial<Record<keyof Entry, unknown>>;
  return [task, did, at].every((part) => typeof part === 'string');
}

function freeName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.damaged-${String(n)}`;
    if (!existsSync(name)) return name;
  }
}
