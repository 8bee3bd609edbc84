/**
 * Attention and the blocks of a transformer, written with the core alone: what shows that its parts
 * are enough, on every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  add,
  div,
  einsum,
  gelu,
  masked,
  mul,
  oneHot,
  rearrange,
  relu,
  rsub,
  shape,
  softmax,
  sum,
} from '../../core/index.js';
import { dense, type DenseParams } from '../dense.js';
import { causalMask } from '../mask.js';
import { layerNorm, type LayerNormParams } from '../norm.js';

export type AttentionParams = Readonly<Record<'query' | 'key' | 'value' | 'output', DenseParams>>;

/** Keys and values of what was read, [B, H, S, K] each. */
export interface Memory {
  readonly k: tf.Tensor4D;
  readonly v: tf.Tensor4D;
}

/** A memory with room for C entries, of which each row has written some. */
export type Cache = Memory & {
  /** Entries that each row has, int32, [B]. */
  readonly length: tf.Tensor1D;
};

/** `softmax(q k' / sqrt(K)) v`, where the mask is 1. */
export function scaledDotProductAttention(
  q: tf.Tensor4D,
  { k, v }: Memory,
  mask: tf.Tensor4D,
): tf.Tensor4D {
  const { B, H, K } = shape('B H T K', q, 'scaledDotProductAttention q');
  shape('B H S K', k, 'scaledDotProductAttention k', { B, H, K });
  const scores = div(einsum('B H T K, B H S K -> B H T S', q, k), Math.sqrt(K));
  return einsum('B H T S, B H S K -> B H T K', softmax(masked(scores, mask)), v);
}

export function memoryOf(p: AttentionParams, xs: tf.Tensor3D, heads: number): Memory {
  return {
    k: rearrange('B S (H K) -> B H S K', dense(p.key, xs), { H: heads }),
    v: rearrange('B S (H K) -> B H S K', dense(p.value, xs), { H: heads }),
  };
}

export function multiHeadAttention(
  p: AttentionParams,
  xs: tf.Tensor3D,
  memory: Memory,
  mask: tf.Tensor4D,
  heads: number,
): tf.Tensor3D {
  const q = rearrange('B T (H K) -> B H T K', dense(p.query, xs), { H: heads });
  const attended = scaledDotProductAttention(q, memory, mask);
  return dense(p.output, rearrange('B H T K -> B T (H K)', attended));
}

type FeedForwardParams = {
  readonly up: DenseParams;
  readonly down: DenseParams;
};

export type EncoderBlockParams = FeedForwardParams & {
  readonly attention: AttentionParams;
  readonly norm1: LayerNormParams;
  readonly norm2: LayerNormParams;
};

/** A block of Vaswani et al. 2017: each part is added to what it read, and then normalised. */
export function encoderBlock(
  p: EncoderBlockParams,
  xs: tf.Tensor3D,
  mask: tf.Tensor4D,
  heads: number,
): tf.Tensor3D {
  const memory = memoryOf(p.attention, xs, heads);
  const h = layerNorm(p.norm1, add(xs, multiHeadAttention(p.attention, xs, memory, mask, heads)));
  return layerNorm(p.norm2, add(h, dense(p.down, relu(dense(p.up, h)))));
}

export type DecoderBlockParams = FeedForwardParams & {
  readonly norm1: LayerNormParams;
  readonly attention: AttentionParams;
  readonly norm2: LayerNormParams;
  readonly crossAttention: AttentionParams;
  readonly norm3: LayerNormParams;
};

/** What a decoder reads besides its own text, and where it may look. */
export interface Source {
  readonly xs: tf.Tensor3D;
  readonly mask: tf.Tensor4D;
}

/** A pre-norm block that reads on from what is in its cache. */
export function decoderBlock(
  p: DecoderBlockParams,
  xs: tf.Tensor3D,
  cache: Cache,
  source: Source,
  heads: number,
): { readonly outputs: tf.Tensor3D; readonly cache: Cache } {
  const { T } = shape('B T D', xs, 'decoderBlock xs');
  const normed = layerNorm(p.norm1, xs);
  const next = written(cache, memoryOf(p.attention, normed, heads));
  const mask = causalMask({ T, S: next.k.shape[2] }, cache.length);
  const h = add(xs, multiHeadAttention(p.attention, normed, next, mask, heads));
  const given = memoryOf(p.crossAttention, source.xs, heads);
  const query = layerNorm(p.norm2, h);
  const h2 = add(h, multiHeadAttention(p.crossAttention, query, given, source.mask, heads));
  const fed = dense(p.down, gelu(dense(p.up, layerNorm(p.norm3, h2))));
  return { outputs: add(h2, fed), cache: next };
}

export function emptyCache(B: number, H: number, C: number, K: number): Cache {
  const none = () => tf.zeros<tf.Rank.R4>([B, H, C, K]);
  return { k: none(), v: none(), length: tf.zeros([B], 'int32') };
}

/** Writes T entries after those that each row has. */
function written(cache: Cache, { k, v }: Memory): Cache {
  const { T } = shape('B H T K', k, 'written k');
  const C = cache.k.shape[2];
  const places = tf.add<tf.Tensor2D>(tf.expandDims(cache.length, 1), tf.range(0, T, 1, 'int32'));
  const hot = oneHot(places, C); // [B, T, C]
  const kept = rearrange('B C -> B 1 C 1', rsub(1, sum('B T C -> B C', hot)));
  const into = (old: tf.Tensor4D, entries: tf.Tensor4D) =>
    add(mul(old, kept), einsum('B T C, B H T K -> B H C K', hot, entries));
  return {
    k: into(cache.k, k),
    v: into(cache.v, v),
    length: tf.add(cache.length, tf.scalar(T, 'int32')),
  };
}
