import * as tf from '@tensorflow/tfjs-core';
import { InputError, shape, wrongInput } from '../core/index.js';
import { checkedIds } from '../core/one-hot.js';
import {
  countNgrams,
  ngramProbability as libraryProbability,
  type NgramCounts,
  type NgramOptions,
} from './ngram.js';
import { checkState, type LanguageModel } from './model.js';

/** What an n-gram model is made of, and how it smooths. */
export interface NgramModelOptions extends NgramOptions {
  /** How often each token is thought to have been seen after each context besides, above 0. */
  readonly k: number;
  /** Default: the library's. */
  readonly ngramProbability?: typeof libraryProbability;
}

/** A language model that has counted. It has no weights; its state is the tokens it looks at. */
export interface NgramModel extends LanguageModel<readonly never[], tf.Tensor2D> {
  readonly counts: NgramCounts;
  /** How many counts it keeps: one for each context and token that occurred together. */
  readonly size: number;
  /** Probability of each of the V ids to come next after a line's tokens so far; they sum to 1. */
  distribution(before: readonly number[]): number[];
  /**
   * Mean surprise in nats per token, over all tokens but the first of each line, as `sequenceLoss`
   * on `batchLines` has it: so both can be compared.
   *
   * @throws InputError if no line has two tokens
   */
  loss(lines: Iterable<readonly number[]>): number;
}

/**
 * An n-gram language model: the next token by what followed the last n - 1 in the text.
 *
 * Source: Shannon 1948, "A mathematical theory of communication", section 3; add-k smoothing as in
 * `ngramProbability`.
 *
 * @param lines token ids of each line of the text, without padding
 * @throws InputError if the order is not a whole number from 1
 */
export function ngramModel(
  lines: Iterable<readonly number[]>,
  { order, vocabularySize: V, k, ngramProbability = libraryProbability }: NgramModelOptions,
): NgramModel {
  const seen = Math.max(1, order - 1);
  const counts = countNgrams(lines, { order, vocabularySize: V });
  const distribution = (before: readonly number[]) =>
    Array.from({ length: V }, (_, id) => ngramProbability(counts, before, id, k));
  return {
    counts,
    size: Object.values(counts.followers).reduce((n, after) => n + Object.keys(after).length, 0),
    distribution,
    loss(heldOut) {
      let [nats, tokens] = [0, 0];
      for (const line of heldOut)
        for (let t = 1; t < line.length; t++) {
          // Older tokens say nothing; without them a book in one line is read in its own time, not
          // in its square.
          const before = line.slice(Math.max(0, t - order + 1), t);
          nats -= Math.log(ngramProbability(counts, before, line[t] ?? 0, k));
          tokens++;
        }
      if (tokens === 0) throw new InputError(noTokens());
      return nats / tokens;
    },
    init: () => [],
    // Ids of 0, as before the start of a line.
    start: (_, B) => tf.zeros<tf.Rank.R2>([B, seen], 'int32'),
    read(_, ids, state) {
      shape('B T', ids, 'ngramModel ids');
      checkState(state, ids.shape[0], 'ngramModel state');
      const known = checkedIds(ids, V, 'ngramModel ids');
      const lines = tf.concat([state, known], 1).arraySync(); // [B, n - 1 + T]
      const logits = lines.map((line) =>
        line
          .slice(seen)
          .map((_, t) => distribution(line.slice(t + 1, t + 1 + seen)).map((p) => Math.log(p))),
      );
      return {
        logits: tf.tensor3d(logits),
        state: tf.tensor2d(
          lines.map((line) => line.slice(-seen)),
          [lines.length, seen],
          'int32',
        ),
      };
    },
  };
}

const noTokens = () =>
  wrongInput(
    'ngramModel loss',
    'a line of at least 2 tokens',
    'none',
    'Leave out lines that have no next token to predict.',
  );
