import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../core/index.js';
import { PADDING } from './vocabulary.js';

/** A sentence as numbers. */
export interface TaggedIds {
  /** Token ids, none of them padding. */
  readonly ids: readonly number[];
  /** The place of each token's tag in the list of tags. */
  readonly tags: readonly number[];
}

/** Sentences side by side, with what a tagger is to say of each token. */
export interface TaggedBatch {
  /** Token ids, 0 where a sentence has ended, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /**
   * Tags by their place, 0 where a sentence has ended too: only a mask tells padding from the first
   * tag. int32, [B, T].
   */
  readonly targets: tf.Tensor2D;
}

const OUTSIDE = 'O';

/**
 * The tags that occur, each once: `O` first if there is one, the others in the order of their code
 * units.
 */
export function tagsOf(sentences: Iterable<{ readonly tags: readonly string[] }>): string[] {
  const found = new Set<string>();
  for (const { tags } of sentences) for (const tag of tags) found.add(tag);
  const rank = (tag: string) => (tag === OUTSIDE ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * Puts tagged sentences side by side, the shorter ones filled up with 0.
 *
 *   tagBatch([{ ids: [5, 6, 7], tags: [1, 2, 0] }, { ids: [8], tags: [3] }])
 *     ->  ids [[5, 6, 7], [8, 0, 0]]   targets [[1, 2, 0], [3, 0, 0]]
 *
 * @param sentences as many tags as ids each
 * @param length least time steps (T), for batches that are to be padded further than their longest
 *   sentence asks
 * @returns ids and targets, [B, T]
 * @throws InputError if no sentence has a token, or one has not as many tags as ids
 */
export function tagBatch(sentences: readonly TaggedIds[], length = 0): TaggedBatch {
  const T = sentences.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  if (T === 0) throw new InputError(noToken(sentences.length));
  const wrong = sentences.findIndex(({ ids, tags }) => ids.length !== tags.length);
  const found = sentences[wrong];
  if (found !== undefined) throw new InputError(unequal(wrong, found));
  const size: [number, number] = [sentences.length, Math.max(T, length)];
  const rows = (numbers: (sentence: TaggedIds) => readonly number[]) =>
    sentences.map((sentence) =>
      Array.from({ length: size[1] }, (_, t) => numbers(sentence)[t] ?? PADDING),
    );
  return {
    ids: tf.tensor2d(
      rows(({ ids }) => ids),
      size,
      'int32',
    ),
    targets: tf.tensor2d(
      rows(({ tags }) => tags),
      size,
      'int32',
    ),
  };
}

const noToken = (count: number) =>
  wrongInput(
    'tagBatch sentences',
    'a sentence of at least one token',
    `${count} without any`,
    'Leave out empty sentences.',
  );

const unequal = (place: number, { ids, tags }: TaggedIds) =>
  wrongInput(
    `tagBatch sentence ${place}`,
    `as many tags as ids, ${ids.length}`,
    String(tags.length),
    'Check where tokens were split or left out.',
  );
