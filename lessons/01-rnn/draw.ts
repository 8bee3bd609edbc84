import {
  ofSizes,
  randomInts,
  randomTensor,
  seeded,
  tensor,
  type Draws,
  type TensorValue,
} from '../../grader/checks/index.js';
import { drawFar, drawMask } from '../drawn.js';
import { stepOf } from '../values.js';

/** Weights of a recurrent layer, as the judge holds them. */
export type RnnWeights = Readonly<Record<'wIh' | 'wHh' | 'b', TensorValue>>;

/** The state after one step, in plain numbers: the judge has no tensors that compute. */
export function nextState(p: RnnWeights, x: TensorValue, h: TensorValue): TensorValue {
  const [B = 0, U = 0] = h.shape;
  const next = Array.from({ length: B * U }, (_, i) => {
    const [row, unit] = [Math.floor(i / U), i % U];
    return Math.tanh((p.b.data[unit] ?? 0) + dot(x, p.wIh, row, unit) + dot(h, p.wHh, row, unit));
  });
  return tensor([B, U], next);
}

/** The state after every step, [B, T, U]. */
export function statesOf(p: RnnWeights, xs: TensorValue, h0: TensorValue): TensorValue {
  const [B = 0, T = 0] = xs.shape;
  const [, U = 0] = h0.shape;
  const states = new Float64Array(B * T * U);
  let h = h0;
  for (let t = 0; t < T; t++) {
    h = nextState(p, stepOf(xs, t), h);
    for (let b = 0; b < B; b++) states.set(h.data.slice(b * U, (b + 1) * U), (b * T + t) * U);
  }
  return tensor([B, T, U], states);
}

/** Entry (row, column) of a product of matrices. */
function dot(a: TensorValue, b: TensorValue, row: number, column: number): number {
  const [, K = 0] = a.shape;
  const [, N = 0] = b.shape;
  return Array.from(a.data.slice(row * K, (row + 1) * K)).reduce(
    (total, value, k) => total + value * (b.data[k * N + column] ?? 0),
    0,
  );
}

/**
 * Lines of ids from 1, each of 5 to 12 tokens, and how often each followed each context of order -
 * 1.
 */
export function drawNgrams(rng: Draws, order: number, V: number) {
  const lines = Array.from({ length: 8 }, () =>
    Array.from({ length: 5 + rng.int(8) }, () => 1 + rng.int(V - 1)),
  );
  const followers: Record<string, Record<number, number>> = {};
  for (const line of lines)
    for (const [t, id] of line.entries()) {
      const known = Array.from({ length: order - 1 }, () => 0).concat(line.slice(0, t));
      const counts = (followers[known.slice(t).join(' ')] ??= {});
      counts[id] = (counts[id] ?? 0) + 1;
    }
  return { lines, counts: { order, vocabularySize: V, followers } };
}

/** Scores of the tokens at each place, what is right there, and where padding is. */
export const drawScored = (rng: Draws, { B, T, V } = { B: 3, T: 5, V: 7 }) => ({
  logits: randomTensor(rng, [B, T, V], 2),
  targets: randomInts(rng, [B, T], 1, V),
  mask: drawMask(rng, B, T),
});

/** Scores and targets to stand where padding is. */
export const otherScored = (rng: Draws) => {
  const { logits, targets } = drawScored(rng);
  return { logits, targets };
};

export const drawnScored = [
  ...ofSizes(
    [
      { B: 3, T: 5, V: 7 },
      { B: 4, T: 4, V: 4 },
      { B: 1, T: 1, V: 3 },
    ],
    drawScored,
    'drawn scores',
  ),
  ...seeded(
    2,
    (rng) => ({ ...drawScored(rng), logits: drawFar(rng, [3, 5, 7]) }),
    'scores far apart',
  ),
];
