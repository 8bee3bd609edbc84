import { InputError, wrongInput } from '../core/index.js';

/** How often each token followed each context: all that an n-gram model learns. */
export interface NgramCounts {
  /** The n of n-gram, from 1: a token is judged by the n - 1 before it. */
  readonly order: number;
  /** Number of ids, V: each of 0 ... V - 1 can be next. */
  readonly vocabularySize: number;
  /**
   * `followers['5 7'][2]` says how often 2 came right after 5 and 7. A context is the ids of n - 1
   * tokens, the oldest first, with spaces between, and '' where n is 1. What never occurred is
   * missing.
   */
  readonly followers: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

/** What an n-gram model looks at. */
export interface NgramOptions {
  /** The n of n-gram, a whole number from 1. */
  readonly order: number;
  /** Number of ids, V. */
  readonly vocabularySize: number;
}

/**
 * Counts which tokens follow which contexts, line by line. Places before the start of a line count
 * as id 0.
 *
 * @param lines token ids of each line, without padding
 * @param options.order the n of n-gram, a whole number from 1
 * @param options.vocabularySize number of ids
 * @returns the counts; a line of n tokens adds n to them
 * @throws InputError if the order is not a whole number from 1
 */
export function countNgrams(
  lines: Iterable<readonly number[]>,
  { order, vocabularySize }: NgramOptions,
): NgramCounts {
  if (!(Number.isInteger(order) && order >= 1)) throw new InputError(wrongOrder(order));
  const followers: Record<string, Record<number, number>> = {};
  for (const line of lines)
    for (const [t, id] of line.entries()) {
      const counts = (followers[contextAt(line, t, order)] ??= {});
      counts[id] = (counts[id] ?? 0) + 1;
    }
  return { order, vocabularySize, followers };
}

/**
 * Probability of the next token by what followed the same context in the text, as if every token
 * had followed it k more times. So what was never seen is unlikely and not impossible.
 *
 *   p = (count of next after the context + k) / (count of all tokens after the context + k V)
 *
 * The context is the last n - 1 tokens before. Where a line has fewer, id 0 stands for those that
 * are missing at its front.
 *
 * Source: Lidstone 1920; with k = 1, Laplace. Variant: no back-off to shorter contexts.
 *
 * @param counts what was counted, with n as `order` and V as `vocabularySize`
 * @param before ids of all tokens so far in the line, the oldest first
 * @param next id whose probability is asked
 * @param k how often each token is thought to have been seen besides, above 0
 * @returns probability in (0, 1); over all V ids they sum to 1
 * @throws InputError if k is not above 0, or next is no id
 */
export function ngramProbability(
  counts: NgramCounts,
  before: readonly number[],
  next: number,
  k: number,
): number {
  const V = counts.vocabularySize;
  if (!(k > 0)) throw new InputError(wrongK(k));
  if (!(Number.isInteger(next) && next >= 0 && next < V)) throw new InputError(wrongNext(next, V));
  const seen = counts.followers[contextAt(before, before.length, counts.order)] ?? {};
  const total = Object.values(seen).reduce((sum, count) => sum + count, 0);
  return ((seen[next] ?? 0) + k) / (total + k * V);
}

/**
 * The context of place t as the counts name it: the order - 1 ids before it, 0 where the line has
 * not begun.
 */
function contextAt(ids: readonly number[], t: number, order: number): string {
  return Array.from({ length: order - 1 }, (_, i) => ids[t - order + 1 + i] ?? 0).join(' ');
}

const wrongOrder = (received: number) =>
  wrongInput(
    'countNgrams order',
    'a whole number from 1',
    String(received),
    'Pass 3 for a model that looks at two tokens.',
  );

const wrongK = (received: number) =>
  wrongInput(
    'ngramProbability k',
    'a number above 0',
    String(received),
    'Pass 1, or a small one such as 0.01 to trust the counts more.',
  );

const wrongNext = (received: number, V: number) =>
  wrongInput(
    'ngramProbability next',
    `an id from 0 to ${V - 1}`,
    String(received),
    'Encode with the vocabulary that the counts were made for.',
  );
