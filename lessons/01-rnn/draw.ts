import { randomTensor, tensor, type Draws, type TensorValue } from '../../grader/checks/index.js';

/** Weights of a recurrent layer, as the judge holds them. */
export type RnnWeights = Readonly<Record<'wIh' | 'wHh' | 'b', TensorValue>>;

/** Weights of a recurrent layer with I inputs and U units, small enough that tanh stays curved. */
export function drawRnn(rng: Draws, I: number, U: number): RnnWeights {
  return {
    wIh: randomTensor(rng, [I, U], 0.5),
    wHh: randomTensor(rng, [U, U], 0.5),
    b: randomTensor(rng, [U], 0.5),
  };
}

/** The state after one step, in plain numbers: the judge has no tensors that compute. */
export function stepOf(p: RnnWeights, x: TensorValue, h: TensorValue): TensorValue {
  const [B = 0, U = 0] = h.shape;
  const next = Array.from({ length: B * U }, (_, i) => {
    const [row, unit] = [Math.floor(i / U), i % U];
    return Math.tanh((p.b.data[unit] ?? 0) + dot(x, p.wIh, row, unit) + dot(h, p.wHh, row, unit));
  });
  return tensor([B, U], next);
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
