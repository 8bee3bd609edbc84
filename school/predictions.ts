import { appendEntries, journalOf, readEntries, type Entry } from './journal.js';

/** An answer that a student committed to before the reveal. */
export interface Commitment {
  /** Letter of the choice, as it then was. */
  readonly choice: string;
  /** Its text: letters may change with the lesson. */
  readonly text: string;
}

type CommitEntry = Entry & Commitment & { readonly did: 'predict' };

const isCommit = (entry: Entry): entry is CommitEntry => entry.did === 'predict';

/** The first answer to a question of a lesson, if there is one. */
export function commitmentTo(root: string, lesson: string, id: string): Commitment | undefined {
  const name = nameOf(lesson, id);
  return readEntries(journalOf(root))
    .filter(isCommit)
    .find(({ task }) => task === name);
}

/**
 * Remembers an answer, beside the checks of tasks. The first one stays.
 *
 * @returns the answer on record
 */
export function commit(
  root: string,
  lesson: string,
  id: string,
  { choice, text }: Commitment,
): Commitment {
  const first = commitmentTo(root, lesson, id);
  if (first !== undefined) return first;
  const entry: CommitEntry = {
    ...{ task: nameOf(lesson, id), did: 'predict', at: new Date().toISOString(), choice, text },
  };
  appendEntries(journalOf(root), [entry]);
  return entry;
}

/** Never the id of a task. */
const nameOf = (lesson: string, id: string) => `${lesson}/${id}`;
