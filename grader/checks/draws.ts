import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/**
 * Seeded chance for inputs and laws: the same seed gives the same numbers everywhere.
 *
 * The core's Rng draws tensors too and so brings tfjs along; the judge has none and starts sooner.
 */
export class Draws {
  readonly #source: RandomGenerator;

  constructor(readonly seed: number) {
    this.#source = xoroshiro128plus(seed);
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
    return unsafeUniformIntDistribution(0, n - 1, this.#source);
  }

  /** An independent stream of its own: what it draws does not depend on what this one drew. */
  split(name: string): Draws {
    let hash = 2166136261 ^ this.seed;
    for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
    return new Draws(hash);
  }
}
