import { InputError, wrongInput } from '../core/index.js';

/** Records to learn from, and records kept apart to judge by. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly heldOut: readonly T[];
}

/**
 * Parts records by a hash of their key, not by their place: a record is always on the same side,
 * whatever comes before it, and two records of one key (a sentence that occurs twice) are never on
 * both sides.
 *
 * @param key text of a record that decides its side
 * @param share of the records to hold out, in (0, 1); met on average
 * @throws InputError if share is outside (0, 1), or a side stays empty
 */
export function splitRecords<T>(
  records: readonly T[],
  key: (record: T) => string,
  share = 0.1,
): Split<T> {
  if (!(share > 0 && share < 1))
    throw new InputError(
      wrongInput('splitRecords share', 'a share between 0 and 1', String(share), 'Take 0.1.'),
    );
  const isHeldOut = records.map((record) => hash(key(record)) / 2 ** 32 < share);
  const train = records.filter((_, i) => isHeldOut[i] === false);
  const heldOut = records.filter((_, i) => isHeldOut[i] === true);
  if (train.length > 0 && heldOut.length > 0) return { train, heldOut };
  throw new InputError(
    wrongInput(
      'splitRecords records',
      'records on both sides',
      `${train.length} to learn from and ${heldOut.length} held out`,
      'Pass more records, or a share nearer to a half.',
    ),
  );
}

/**
 * A number in [0, 2^32) that a text always gets, spread evenly: FNV-1a over its UTF-16 code units,
 * then the last mixing steps of MurmurHash3, since FNV alone leaves the high bits of short texts
 * alike.
 */
export function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
