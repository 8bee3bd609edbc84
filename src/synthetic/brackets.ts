import * as tf from '@tensorflow/tfjs-core';
import { InputError, wrongInput, type Rng } from '../core/index.js';
import { checkCount } from './counts.js';

/**
 * What lines of brackets are like. Of kind k, counted from 1, token 2k - 1 opens and token 2k
 * closes.
 */
export interface BracketOptions {
  /** Lines (B). */
  readonly size: number;
  /** Brackets in each line (T), an even number. */
  readonly length: number;
  /** Kinds of brackets. */
  readonly kinds: number;
  /** Most brackets that are open at once. Default: as many as fit, half the length. */
  readonly depth?: number;
}

/** Lines in which every bracket is closed by one of its kind, and in the right order. */
export interface NestedBatch {
  /** Brackets, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /**
   * After each step the kind of the innermost bracket that is open, 0 where none is: what may close
   * next, int32, [B, T].
   */
  readonly open: tf.Tensor2D;
}

/** Lines that are balanced or not. */
export interface BalanceBatch {
  /** Brackets, int32, [B, T]. */
  readonly ids: tf.Tensor2D;
  /** 1 where the line is balanced, else 0, int32, [B]. */
  readonly balanced: tf.Tensor1D;
}

/**
 * Draws balanced lines of brackets (Dyck words), with what is open after each step: a model that
 * says it needs a stack.
 *
 *   nestedBatch({ size: 1, length: 6, kinds: 2 }, rng)
 *     ids  [[1, 3, 4, 2, 3, 4]]   as in ( [ ] ) [ ]
 *     open [[1, 2, 1, 0, 2, 0]]
 *
 * At each step where both are possible, a bracket opens as likely as one closes.
 *
 * Source: Chomsky and Schützenberger 1963; as a test of networks, Suzgun, Gehrmann, Belinkov and
 * Shieber 2019, arXiv 1911.03329.
 *
 * @param rng draws the brackets
 * @returns lines and what is open, the caller's to dispose of
 * @throws InputError if a number is not a whole one from 1, or the length is odd
 */
export function nestedBatch(options: BracketOptions, rng: Rng): NestedBatch {
  checkOptions('nestedBatch', options);
  const { size, length } = options;
  const lines = Array.from({ length: size }, () => nested(options, rng));
  const open = lines.map(openAfter);
  return {
    ids: tf.tensor2d(lines, [size, length], 'int32'),
    open: tf.tensor2d(open, [size, length], 'int32'),
  };
}

/**
 * Draws lines of brackets of which about half are balanced. The others were balanced until one
 * bracket was exchanged for another, so that a model cannot tell them apart by how they look at
 * large.
 *
 * @param rng draws brackets, and which lines to spoil where
 * @returns lines and answers, the caller's to dispose of
 * @throws InputError if a number is not a whole one from 1, or the length is odd
 */
export function balanceBatch(options: BracketOptions, rng: Rng): BalanceBatch {
  checkOptions('balanceBatch', options);
  const { size, length, kinds } = options;
  const balanced = Array.from({ length: size }, () => rng.int(2));
  const lines = balanced.map((good) => {
    const line = nested(options, rng);
    return good === 1 ? line : spoiled(line, 2 * kinds, rng);
  });
  return {
    ids: tf.tensor2d(lines, [size, length], 'int32'),
    balanced: tf.tensor1d(balanced, 'int32'),
  };
}

function nested({ length, kinds, depth = length / 2 }: BracketOptions, rng: Rng): number[] {
  const stack: number[] = [];
  return Array.from({ length }, (_, t) => {
    const left = length - t;
    const inner = stack.at(-1);
    const opens =
      inner === undefined || (stack.length < left && stack.length < depth && rng.int(2) === 0);
    if (!opens) {
      stack.pop();
      return 2 * inner;
    }
    const kind = 1 + rng.int(kinds);
    stack.push(kind);
    return 2 * kind - 1;
  });
}

function openAfter(line: readonly number[]): number[] {
  const stack: number[] = [];
  return line.map((id) => {
    if (id % 2 === 1) stack.push((id + 1) / 2);
    else stack.pop();
    return stack.at(-1) ?? 0;
  });
}

/**
 * One bracket exchanged for another: a balanced line has as many of each to open as to close, so
 * this one cannot be balanced.
 */
function spoiled(line: readonly number[], tokens: number, rng: Rng): number[] {
  const at = rng.int(line.length);
  const other = 1 + rng.int(tokens - 1);
  return line.map((id, t) => (t !== at ? id : other < id ? other : other + 1));
}

function checkOptions(what: string, { size, length, kinds, depth = 1 }: BracketOptions): void {
  checkCount(`${what} size`, size);
  checkCount(`${what} length`, length, 2);
  checkCount(`${what} kinds`, kinds);
  checkCount(`${what} depth`, depth);
  if (length % 2 === 1) throw new InputError(oddLength(what, length));
}

const oddLength = (what: string, received: number) =>
  wrongInput(
    `${what} length`,
    'an even number',
    String(received),
    'Each bracket that opens needs one that closes.',
  );
