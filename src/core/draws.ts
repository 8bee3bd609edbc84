import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';
import { InputError, wrongInput } from './errors.js';

/**
 * A seeded stream of random numbers: the same seed gives the same numbers everywhere.
 *
 * It knows no tensors, so that the grader's judge can draw without tfjs; `Rng` draws those too.
 */
export class Draws {
  readonly #source: RandomGenerator;

  constructor(readonly seed: number) {
    this.#source = xoroshiro128plus(scattered(seed));
    // Its first numbers still show the seed.
    for (let i = 0; i < 16; i++) this.#source.unsafeNext();
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return unsafeUniformIntDistribution(0, 0xffffffff, this.#source) / 0x100000000;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform integer in [0, n). */
  int(n: number): number {
    if (!(Number.isInteger(n) && n > 0))
      throw new InputError(
        wrongInput(
          'Rng.int n',
          'a positive whole number',
          String(n),
          'Check that the list to draw from is not empty.',
        ),
      );
    return unsafeUniformIntDistribution(0, n - 1, this.#source);
  }

  /** A new list in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [result[i], result[j]] = [result[j] as T, result[i] as T];
    }
    return result;
  }

  /** An independent stream of its own: what it draws does not depend on what this one drew. */
  split(name: string): Draws {
    return new Draws(this.seedOf(name));
  }

  /** Seed of the stream of that name (FNV-1a). */
  protected seedOf(name: string): number {
    let hash = 2166136261 ^ this.seed;
    for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
    return hash;
  }
}

/** Sends seeds that are near each other far apart (finaliser of MurmurHash3, Appleby 2011). */
function scattered(seed: number): number {
  const first = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}
