import * as tf from '@tensorflow/tfjs-core';
import {
  div,
  dropout,
  einsum,
  gelu,
  geluTanh,
  logSoftmax,
  lookup,
  makeRng,
  masked,
  max,
  pick,
  rearrange,
  softmax,
  sum,
} from '../../core/index.js';
import { maskedAccuracy } from '../../metrics/masked-accuracy.js';
import { clipByValue } from '../clipping.js';
import { crossEntropy, sequenceLoss } from '../losses.js';

/** Something that backends have done differently, or wrongly, and what is right. */
export interface Edge {
  readonly what: string;
  /** Numbers, or the message of an error. */
  readonly compute: () => readonly number[] | string;
  readonly right: readonly number[] | string;
}

/** To five decimals, which single precision holds, and without a sign of 0. */
export function rounded(made: readonly number[] | string): readonly number[] | string {
  return typeof made === 'string' ? made : made.map((x) => Number(x.toFixed(5)) + 0);
}

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

/** The value of a function at a place, and the gradient of its sum there. */
function both(f: (x: tf.Tensor2D) => tf.Tensor, rows: number[][]): number[] {
  const at = tf.tensor2d(rows);
  const slope = tf.grad((x) => tf.sum(f(x as tf.Tensor2D)));
  return [...numbers(f(at)), ...numbers(slope(at))];
}

function refusal(f: () => unknown): string {
  try {
    f();
    return 'nothing was refused';
  } catch (error) {
    return String(error);
  }
}

const ints = (...ids: number[]) => tf.tensor1d(ids, 'int32');
const weights = tf.tensor2d([[1, 2]]);
const hidden = tf.tensor2d([[1, 0]]);
/** The lowest number of single precision, which others give to what they mask. */
const lowest = -3.4028234663852886e38;

export const edges: readonly Edge[] = [
  {
    what: 'a quotient of whole numbers',
    compute: () => numbers(div(ints(1), ints(2))),
    right: [0.5],
  },
  {
    what: 'equal maxima',
    compute: () => both((x) => max('B T -> B', x), [[3, 1, 3, 3]]),
    right: [3, 1 / 3, 0, 1 / 3, 1 / 3],
  },
  {
    what: 'a row that is masked as a whole',
    compute: () => both((x) => tf.mul(softmax(masked(x, tf.zeros([1, 2]))), weights), [[5, 7]]),
    right: [0, 0, 0, 0],
  },
  {
    what: 'a mask of other numbers than 0 and 1',
    compute: () => numbers(masked(tf.ones([4]), tf.tensor1d([0.5, NaN, -1, 0]))),
    right: [1, 1, 1, -Infinity],
  },
  {
    what: 'masked scores that are whole numbers',
    compute: () => numbers(masked(ints(3, 4), tf.tensor1d([1, 0]))),
    right: [3, -Infinity],
  },
  {
    what: 'masked scores of no rows',
    compute: () => masked(tf.zeros([0, 2]), hidden).shape,
    right: [0, 2],
  },
  {
    what: 'rows of very low scores',
    compute: () =>
      numbers(
        softmax(
          tf.tensor2d([
            [-2e38, -3e38],
            [lowest, lowest],
            [-Infinity, lowest],
          ]),
        ),
      ),
    right: [1, 0, 0.5, 0.5, 0, 1],
  },
  {
    what: 'sums over nothing',
    compute: () => {
      const sums = sum('B T -> B', tf.zeros([64, 0]));
      const product = einsum('B I, I U -> B U', tf.zeros([64, 0]), tf.zeros([0, 1]));
      return [sums, product].map((x) => numbers(x).filter((n) => n !== 0).length);
    },
    right: [0, 0],
  },
  {
    what: 'a maximum of nothing',
    compute: () => refusal(() => max('B T -> B', tf.zeros([2, 0]))),
    right:
      'InputError: max x: expected at least one number, received none in [2, 0]. Leave out what is empty.',
  },
  {
    what: 'NaN under a mask',
    compute: () => both((x) => tf.mul(softmax(masked(x, hidden)), weights), [[5, NaN]]),
    right: [1, 0, 0, 0],
  },
  {
    what: 'logarithms of impossible classes',
    compute: () => numbers(logSoftmax(tf.tensor2d([[-Infinity, 2, 2]]))),
    right: [-Infinity, -Math.LN2, -Math.LN2],
  },
  {
    what: 'an impossible class that is not the right one',
    compute: () => both((x) => crossEntropy(x, ints(1)), [[-Infinity, 0]]),
    right: [0, 0, 0],
  },
  {
    what: 'NaN at padding',
    compute: () =>
      both(
        (x) => sequenceLoss(rearrange('T V -> 1 T V', x), tf.zeros([1, 2], 'int32'), hidden),
        [
          [0, 0],
          [NaN, -Infinity],
        ],
      ),
    right: [Math.LN2, -0.5, 0.5, 0, 0],
  },
  {
    what: 'the gradient of an entry picked out',
    compute: () =>
      both(
        (x) => pick('B V, B -> B', x, ints(2, 0)),
        [
          [1, 2, 3],
          [4, 5, NaN],
        ],
      ),
    right: [3, 4, 0, 0, 1, 1, 0, 0],
  },
  {
    what: 'the gradient of rows of sequences times a matrix',
    compute: () => {
      const heads = (x: tf.Tensor2D) => rearrange('T (H K) -> H T K', x, { H: 2 });
      const w = tf.tensor2d([[2], [3]]);
      return both((x) => einsum('... K, K F -> ... F', heads(x), w), [[1, 2, 3, 4]]);
    },
    right: [8, 18, 2, 3, 2, 3],
  },
  {
    what: 'a gradient of a gradient of a lookup',
    compute: () => {
      const cubes = (t: tf.Tensor) => tf.sum(tf.pow(lookup(t as tf.Tensor2D, ints(0)), 3));
      const slope = tf.grad(cubes);
      return numbers(tf.grad((t) => tf.sum(slope(t)))(tf.tensor2d([[2], [7]])));
    },
    right: [12, 0],
  },
  {
    what: 'gelu',
    compute: () => both(gelu, [[-1, 1e-4, 3]]),
    right: [-0.15865525, 5.0003989e-5, 2.99595031, -0.08331547, 0.50007979, 1.01194563],
  },
  {
    what: 'gelu by tanh',
    compute: () => both(geluTanh, [[-1, 1e-4, 3]]),
    right: [-0.15880801, 5.0003989e-5, 2.99636261, -0.08296408, 0.50007979, 1.01158417],
  },
  {
    what: 'equal seeds of dropout',
    compute: () => {
      const drop = () => dropout(tf.ones([50]), { rate: 0.5, rng: makeRng(3) });
      return numbers(sum('N -> ', tf.sub<tf.Tensor1D>(drop(), drop())));
    },
    right: [0],
  },
  {
    what: 'NaN among gradients that are cut off',
    compute: () => numbers(clipByValue({ a: tf.tensor1d([NaN, 9, -Infinity, 3]) }, 5).a),
    right: [NaN, 5, -5, 3],
  },
  {
    what: 'half an id',
    compute: () => refusal(() => lookup(tf.ones([3, 2]), tf.tensor1d([0.5]))),
    right:
      'InputError: lookup ids: expected whole numbers from 0 to 2, received 0.5. Encode with the vocabulary that the weights were made for.',
  },
  {
    what: 'an accuracy of NaN',
    compute: () =>
      refusal(() => maskedAccuracy(tf.tensor3d([[[NaN, 1]]]), tf.zeros([1, 1]), tf.ones([1, 1]))),
    right:
      'InputError: maskedAccuracy logits: expected a number for every class of a real token, received NaN. Look for the step that made it.',
  },
];
