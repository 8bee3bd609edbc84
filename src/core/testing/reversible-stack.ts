import * as tf from '@tensorflow/tfjs-core';
import { customGradient } from '../custom-gradient.js';
import { einsum } from '../einsum.js';
import { add, sub, tanh } from '../ops.js';
import { pullback } from '../pullback.js';
import { makeRng } from '../rng.js';
import { tidy } from '../tidy.js';

/** A reversible block keeps nothing: y1 = x1 + F(x2), y2 = x2 + G(y1). */
type Block = { readonly f: Branch; readonly g: Branch };
type Branch = { readonly w: tf.Tensor2D; readonly b: tf.Tensor1D };
export type Pair = { readonly x1: tf.Tensor2D; readonly x2: tf.Tensor2D };
export type Inputs = Pair & { readonly blocks: readonly Block[] };

const branch = ({ w, b }: Branch, x: tf.Tensor2D) => tanh(add(einsum('B D, D F -> B F', x, w), b));

/** The blocks with tfjs's own gradient, which keeps what every block made. */
export function plainStack({ blocks, ...pair }: Inputs): Pair {
  return blocks.reduce<Pair>(({ x1, x2 }, { f, g }) => {
    const y1 = add(x1, branch(f, x2));
    return { x1: y1, x2: add(x2, branch(g, y1)) };
  }, pair);
}

/** The blocks with a gradient that computes the inputs of each block from its outputs. */
export function reversibleStack(inputs: Inputs): Pair {
  const { blocks } = inputs;
  return customGradient(
    inputs,
    ({ x1, x2 }) => {
      const value = blocks.reduce<Pair>(
        (pair, block) => tidy(() => plainStack({ ...pair, blocks: [block] })),
        { x1, x2 },
      );
      return { value, kept: { blocks, y: value } };
    },
    (dValue, { blocks, y }) => {
      let [at, d] = [y, dValue];
      const gradients: Block[] = [];
      for (const block of [...blocks].reverse()) {
        const before = tidy(() => backThrough(block, at, d));
        [at, d] = [before.at, before.d];
        gradients.unshift(before.block);
      }
      return { ...d, blocks: gradients };
    },
  );
}

function backThrough({ f, g }: Block, y: Pair, d: Pair) {
  const ofG = pullback(({ p, x }) => branch(p, x), { p: g, x: y.x1 }, d.x2);
  const x2 = sub(y.x2, ofG.value);
  const dx1 = add(d.x1, ofG.gradients.x);
  const ofF = pullback(({ p, x }) => branch(p, x), { p: f, x: x2 }, dx1);
  const at: Pair = { x1: sub(y.x1, ofF.value), x2 };
  const dBefore: Pair = { x1: dx1, x2: add(d.x2, ofF.gradients.x) };
  return { at, d: dBefore, block: { f: ofF.gradients.p, g: ofG.gradients.p } };
}

export function drawn(depth: number, seed = 11): Inputs {
  const [B, D] = [2, 5];
  const rng = makeRng(seed);
  const aBranch = (): Branch => ({ w: rng.normalTensor([D, D]), b: rng.normalTensor([D]) });
  return {
    x1: rng.normalTensor([B, D]),
    x2: rng.normalTensor([B, D]),
    blocks: Array.from({ length: depth }, () => ({ f: aBranch(), g: aBranch() })),
  };
}

/** A loss in which both outputs count, each entry with another weight. */
export function loss({ x1, x2 }: Pair): tf.Scalar {
  const [a, b] = [makeRng(5).normalTensor(x1.shape), makeRng(6).normalTensor(x2.shape)];
  return tf.sum(tf.add(tf.mul(a, x1), tf.mul(b, tf.square(x2))));
}
