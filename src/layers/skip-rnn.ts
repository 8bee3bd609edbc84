import * as tf from '@tensorflow/tfjs-core';
import { add, einsum, InputError, shape, tanh, wrongInput, type Rng } from '../core/index.js';
import { stepByStep, withEncode, type Recurrent, type RecurrentConfig } from './recurrent.js';
import { initRnn } from './rnn.js';

/** Weights of a recurrent layer of U units that also looks several steps back. */
export type SkipRnnParams = {
  /** Input to hidden, [I, U]. */
  readonly wIh: tf.Tensor2D;
  /** The state one step before to hidden, [U, U]. */
  readonly wHh: tf.Tensor2D;
  /** The state several steps before to hidden, [U, U]. */
  readonly wSkip: tf.Tensor2D;
  /** [U] */
  readonly b: tf.Tensor1D;
};

/** Weights uniform in +-1 / sqrt(U), as those of `initRnn`; bias 0. */
export function initSkipRnn(config: RecurrentConfig, rng: Rng): SkipRnnParams {
  const bound = 1 / Math.sqrt(config.hiddenSize);
  const size: [number, number] = [config.hiddenSize, config.hiddenSize];
  return {
    ...initRnn(config, rng),
    wSkip: rng.uniformTensor<tf.Rank.R2>(size, -bound, bound),
  };
}

/**
 * One step of a recurrent network with a connection over time: maps x, the state one step before
 * and the state several steps before to the next state. A gradient that takes the long connection
 * passes fewer steps.
 *
 *   h' = tanh(x wIh + h wHh + hEarlier wSkip + b)
 *
 * Source: Lin, Horne, Tiňo and Giles 1996, "Learning long-term dependencies in NARX recurrent
 * neural networks". Variant: states come back, not outputs, as in Zhang et al. 2016, arXiv
 * 1602.08210.
 *
 * @param p weights `wIh` [I, U], `wHh` and `wSkip` [U, U], and bias `b` [U]
 * @param x input at this step, [B, I]
 * @param h state one step before, [B, U]
 * @param hEarlier state several steps before, [B, U]
 * @returns state after this step, [B, U]
 * @throws ShapeError if x, the states and the weights disagree on B, I or U
 */
export function skipRnnCell(
  p: SkipRnnParams,
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  hEarlier: tf.Tensor2D,
): tf.Tensor2D {
  const { B } = shape('B I', x, 'skipRnnCell x', { I: p.wIh.shape[0] });
  const { U } = shape('B U', h, 'skipRnnCell h', { B, U: p.wHh.shape[0] });
  shape('B U', hEarlier, 'skipRnnCell hEarlier', { B, U });
  const fromInput = einsum('B I, I G -> B G', x, p.wIh);
  const fromState = einsum('B U, U G -> B G', h, p.wHh);
  const fromEarlier = einsum('B U, U G -> B G', hEarlier, p.wSkip);
  return tanh(add(add(add(fromInput, fromState), fromEarlier), p.b));
}

/**
 * The recurrent network with a connection over time, as a layer: h[t] is made of h[t - 1] and
 * h[t - lag]. Its state is the last `lag` states, the oldest first.
 *
 * @param lag steps that the long connection reaches back, a whole number from 2
 * @throws InputError if the lag is not a whole number from 2
 */
export function skipRnn({
  lag,
}: {
  readonly lag: number;
}): Recurrent<SkipRnnParams, readonly tf.Tensor2D[]> {
  if (!(Number.isInteger(lag) && lag >= 2)) throw new InputError(wrongLag(lag));
  const step = (p: SkipRnnParams, x: tf.Tensor2D, states: readonly tf.Tensor2D[]) => {
    const [earliest, latest] = [states[0], states.at(-1)];
    if (earliest === undefined || latest === undefined) throw new InputError(noStates(lag));
    const output = skipRnnCell(p, x, latest, earliest);
    return { output, state: [...states.slice(1), output] };
  };
  return withEncode({
    init: initSkipRnn,
    outputSize: (hiddenSize) => hiddenSize,
    start: (p, B) => Array.from({ length: lag }, () => tf.zeros<tf.Rank.R2>([B, p.wHh.shape[0]])),
    read: stepByStep(step),
  });
}

const wrongLag = (received: number) =>
  wrongInput(
    'skipRnn lag',
    'a whole number from 2',
    String(received),
    'Pass how many steps back the long connection reaches; 1 is what wHh does already.',
  );

const noStates = (lag: number) =>
  wrongInput('skipRnn state', `the last ${lag} states`, 'none', 'Begin with its start(p, B).');
