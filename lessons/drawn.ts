/** What the checks of several lessons draw: values of the judge, not tensors that compute. */
import {
  ints,
  ofSizes,
  randomTensor,
  seeded,
  tensor,
  type DrawnCase,
  type Draws,
  type TensorValue,
  type Value,
} from '../grader/checks/index.js';
import { mapEntries, tensorOf } from './values.js';

/** Sizes of a step: all different, as many inputs as units, and 1 of everything. */
export const stepSizes = [
  { B: 2, I: 3, U: 5 },
  { B: 3, I: 5, U: 5 },
  { B: 1, I: 1, U: 1 },
] as const;

/** Sizes of a sequence, as above. */
export const sequenceSizes = [
  { B: 2, T: 7, I: 5, U: 3 },
  { B: 3, T: 4, I: 2, U: 2 },
  { B: 1, T: 1, I: 1, U: 1 },
] as const;

export interface StepSize {
  readonly B: number;
  readonly I: number;
  readonly U: number;
}

export type SequenceSize = StepSize & { readonly T: number };

interface Layer {
  readonly I: number;
  readonly U: number;
}

/** Sizes of a dense layer, as above. */
export const denseSizes = [
  { B: 3, I: 5, F: 7 },
  { B: 2, I: 4, F: 4 },
  { B: 1, I: 1, F: 1 },
] as const;

export const drawDense = (rng: Draws, I: number, F: number) => ({
  w: randomTensor(rng, [I, F]),
  b: randomTensor(rng, [F]),
});

/** The matrices of a recurrent layer, small enough that gates and tanh stay curved. */
const drawMatrices = (rng: Draws, { I, U }: Layer, gates: number) => ({
  wIh: randomTensor(rng, [I, gates * U], 0.5),
  wHh: randomTensor(rng, [U, gates * U], 0.5),
});

const drawWithBias = (rng: Draws, layer: Layer, gates: number) => ({
  ...drawMatrices(rng, layer, gates),
  b: randomTensor(rng, [gates * layer.U], 0.5),
});

export const drawRnn = (rng: Draws, layer: Layer) => drawWithBias(rng, layer, 1);

/** Gates packed i, f, g, o. */
export const drawLstm = (rng: Draws, layer: Layer) => drawWithBias(rng, layer, 4);

/** A GRU that resets before the matmul: one bias a gate, gates packed r, z, n. */
export const drawGruResetBefore = (rng: Draws, layer: Layer) => drawWithBias(rng, layer, 3);

/** Gates packed r, z, n. */
export const drawGru = (rng: Draws, layer: Layer) => ({
  ...drawMatrices(rng, layer, 3),
  bIh: randomTensor(rng, [3 * layer.U], 0.5),
  bHh: randomTensor(rng, [3 * layer.U], 0.5),
});

/** What a step of a GRU or an RNN may have left. */
export const drawState = (rng: Draws, B: number, U: number) => randomTensor(rng, [B, U], 0.5);

/** What a step of an LSTM may have left: h within (-1, 1), cells of any size. */
export const drawLstmState = (rng: Draws, B: number, U: number) => ({
  h: randomTensor(rng, [B, U], 0.3),
  c: randomTensor(rng, [B, U], 1.5),
});

/** Draws the arguments of a step, its weights as `weights` draws them. */
export const drawsStep =
  <P>(weights: (rng: Draws, layer: Layer) => P) =>
  (rng: Draws, { B, I, U }: StepSize) => ({
    p: weights(rng, { I, U }),
    x: randomTensor(rng, [B, I]),
    h: drawState(rng, B, U),
  });

/** Draws the arguments of a whole sequence. */
export const drawsSequence =
  <P>(weights: (rng: Draws, layer: Layer) => P) =>
  (rng: Draws, { B, T, I, U }: SequenceSize) => ({
    p: weights(rng, { I, U }),
    xs: randomTensor(rng, [B, T, I]),
    h0: drawState(rng, B, U),
  });

/** A bias with so much added for each gate. */
export function leaning(bias: TensorValue, ...gates: readonly number[]): TensorValue {
  const U = bias.data.length / gates.length;
  return tensor(
    bias.shape,
    bias.data.map((b, at) => b + (gates[Math.floor(at / U)] ?? 0)),
  );
}

/** A mask of lines of different lengths, the first of them whole, the others with holes. */
export function drawMask(rng: Draws, B: number, T: number): TensorValue {
  const lines = Array.from({ length: B }, (_, b) => {
    const length = b === 0 ? T : 1 + rng.int(T);
    const isReal = (t: number) => t < length && (b === 0 || t === length - 1 || rng.int(4) > 0);
    return Array.from({ length: T }, (_, t) => Number(isReal(t)));
  });
  return tensor([B, T], lines.flat());
}

/** Ids from 1 below V, and padding (0) where a drawn mask has it. */
export function drawIds(rng: Draws, B: number, T: number, V: number): TensorValue {
  const { data } = drawMask(rng, B, T);
  return ints(
    [B, T],
    data.map((real) => real * (1 + rng.int(V - 1))),
  );
}

/**
 * Scores that no exp may meet: rows 1e4 up or down in turn, and every third score another 1e4 down.
 * The others stay near each other, so that their probabilities say something.
 */
export function drawFar(rng: Draws, shape: readonly number[]): TensorValue {
  const V = shape.at(-1) ?? 1;
  const far = (at: number) =>
    (Math.floor(at / V) % 2 === 0 ? 1e4 : -1e4) - (at % 3 === 2 ? 1e4 : 0);
  const { data } = randomTensor(rng, shape, 2);
  return tensor(
    shape,
    data.map((score, at) => Math.fround(score + far(at))),
  );
}

/**
 * Inputs of a backward pass: of each size, and one whose inputs and weights are orders of magnitude
 * apart. Columns of the input grow and shrink in turn, and the rows of weights that they meet make
 * up for it exactly: a formula does not notice. Differences that move all entries by one step do.
 */
export function backwardCases<Size, A extends Readonly<Record<string, Value>>>(
  sizes: readonly [Size, ...Size[]],
  draw: (rng: Draws, size: Size) => A & { readonly p: { readonly wIh: TensorValue } },
  input: keyof A & string,
): readonly DrawnCase[] {
  const uneven = (rng: Draws) => {
    const { p, ...others } = draw(rng, sizes[0]);
    const [I = 1, G = 1] = p.wIh.shape;
    const factor = (i: number) => ((i % I) % 2 === 0 ? 2 ** 20 : 2 ** -20);
    const wIh = mapEntries(p.wIh, (w, at) => w / factor(Math.floor(at / G)));
    const x = mapEntries(tensorOf(others[input]), (entry, at) => entry * factor(at));
    return { p: { ...p, wIh }, ...others, [input]: x };
  };
  const apart = seeded(1, uneven, 'inputs orders of magnitude apart');
  return [...ofSizes(sizes, draw, 'drawn gradients'), ...apart];
}
