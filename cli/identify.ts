import { mostNameLength, type Student } from '../grader/bundle/manifest.js';
import type { School } from '../school/school.js';
import { readStudent } from '../school/student.js';
import { UsageError } from '../school/usage-error.js';
import { ask } from './ask.js';

/** What the command line says of the student. */
export interface Given {
  readonly name?: string;
  readonly id?: string;
  readonly group?: string;
}

const unnamed =
  'unroll submit: expected to know who hands in, received no name. Give it once: --name "Ada Lovelace" --id ada@example.org; the clone keeps it.';

/**
 * Who hands in: as the command line says, else as the clone remembers, else whoever sits at the
 * terminal is asked.
 *
 * @throws UsageError if nobody can be asked, or a name is too long
 */
export async function identify(school: School, given: Given): Promise<Student> {
  const known = readStudent(school);
  const asked = given.name ?? known.name;
  const name = asked === undefined ? await askName() : checked('--name', asked);
  if (name === '') throw new UsageError(unnamed);
  // The number of another student must not stay with this name.
  const kept: Partial<Student> = known.name === undefined || known.name === name ? known : {};
  const first = asked === undefined && given.id === undefined && kept.id === undefined;
  const id = checked('--id', first ? await askId() : (given.id ?? kept.id ?? ''));
  const group = checked('--group', given.group ?? kept.group ?? '');
  return { name, ...(id !== '' && { id }), ...(group !== '' && { group }) };
}

const askName = async () => checked('your name', await ask('Your name:', unnamed));

const askId = () => ask('Your e-mail or student number, or Enter for none:', unnamed);

function checked(what: string, text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  if (plain.length <= mostNameLength) return plain;
  throw new UsageError(
    `unroll submit: expected ${what} of at most ${String(mostNameLength)} characters, received ${String(plain.length)}. Shorten it.`,
  );
}
