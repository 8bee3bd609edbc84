import {
  isFixtureTensor,
  loadFixture,
  type Fixture,
  type FixtureTensor,
  type FixtureValue,
} from '../../fixtures/load.js';
import { Draws } from '../../src/core/draws.js';
import type { Case, DrawnCase } from '../task.js';
import { ints, tensor, TensorValue, type Value } from '../value.js';

const sizeOf = (shape: readonly number[]) => shape.reduce((n, axis) => n * axis, 1);

/**
 * Normal entries with the given standard deviation, rounded to float32 so that every precision sees
 * the same.
 */
export function randomTensor(rng: Draws, shape: readonly number[], std = 1): TensorValue {
  return tensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => Math.fround(std * rng.normal())),
  );
}

/** Uniform whole numbers in [low, high): ids, lengths. */
export function randomInts(
  rng: Draws,
  shape: readonly number[],
  low: number,
  high: number,
): TensorValue {
  return ints(
    shape,
    Array.from({ length: sizeOf(shape) }, () => low + rng.int(high - low)),
  );
}

/**
 * Inputs drawn from the seed of the grading run; the library's own function in its own box gives
 * what is right.
 *
 * @param count how many
 * @param make draws the arguments, in the order of the function's parameters
 * @param name what the inputs are called, followed by their number; another name draws others
 */
export function seeded(
  count: number,
  make: (rng: Draws, index: number) => Case['args'],
  name = 'seeded',
): readonly DrawnCase[] {
  return Array.from({ length: count }, (_, i) => {
    const title = count === 1 ? name : `${name} ${String(i + 1)}`;
    return drawnCase(title, (seed) => make(new Draws(seed).split(title), i));
  });
}

/** As above, an input for each size: where an axis may be 1, or two axes as long as each other. */
export function ofSizes<Size>(
  sizes: readonly Size[],
  make: (rng: Draws, size: Size) => Case['args'],
  name: string,
): readonly DrawnCase[] {
  return sizes.flatMap((size, i) =>
    seeded(1, (rng) => make(rng, size), `${name} ${String(i + 1)}`),
  );
}

/** Draws when it is asked for: a check of one task loads the whole lesson. */
function drawnCase(name: string, draw: (seed: number) => Case['args']): DrawnCase {
  const known = new Map<number, Case>();
  const under = (seed: number) => {
    const drawn = known.get(seed) ?? { name, args: draw(seed) };
    known.set(seed, drawn);
    return drawn;
  };
  return { name, under };
}

/** The inputs of a fixture by its path below `fixtures/`: `fixture('01-rnn/rnn-cell')`. */
export function fixture(path: string): readonly Case[] {
  return fixtureCases(loadFixture(`${path}.json`));
}

/** The inputs of a fixture, with values and gradients of an independent implementation. */
export function fixtureCases(fixture: Fixture): readonly Case[] {
  return fixture.cases.map(({ name, args, expected, cotangent, gradients }) => ({
    name,
    args: mapRecord(args, fromFixture),
    expected: fromFixture(expected),
    ...(cotangent !== undefined && { cotangent: fromFixture(cotangent) }),
    ...(gradients !== undefined && { gradients: mapRecord(gradients, tensorFromFixture) }),
  }));
}

function tensorFromFixture({ tensor: dtype, shape, data }: FixtureTensor): TensorValue {
  return new TensorValue(dtype, shape, Float64Array.from(data));
}

function fromFixture(value: FixtureValue): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isFixtureTensor(value)) return tensorFromFixture(value);
  if (Array.isArray(value)) return (value as readonly FixtureValue[]).map(fromFixture);
  return mapRecord(value as Readonly<Record<string, FixtureValue>>, fromFixture);
}

function mapRecord<A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
