import { randomTensor, tensor, type Draws, type TensorValue } from '../../grader/checks/index.js';

/** Weights of a GRU, as the judge holds them. */
export type GruWeights = Readonly<Record<'wIh' | 'wHh' | 'bIh' | 'bHh', TensorValue>>;

/** Weights of a GRU with I inputs and U units, small enough that gates and tanh stay curved. */
export function drawGru(rng: Draws, I: number, U: number): GruWeights {
  return {
    wIh: randomTensor(rng, [I, 3 * U], 0.5),
    wHh: randomTensor(rng, [U, 3 * U], 0.5),
    bIh: randomTensor(rng, [3 * U], 0.5),
    bHh: randomTensor(rng, [3 * U], 0.5),
  };
}

/** The same bias with that of gate z, the second third, set to one number. */
export function withUpdateBias(bias: TensorValue, value: number): TensorValue {
  const U = bias.data.length / 3;
  return tensor(
    bias.shape,
    bias.data.map((b, i) => (i >= U && i < 2 * U ? value : b)),
  );
}
