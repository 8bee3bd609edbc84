import { decodeValue, encodeValue } from '../box/wire.js';
import type { Failure, Observed, Outcome } from '../outcome.js';
import type { TensorValue, Value } from '../value.js';
import { readJson, writeJson } from './store.js';

const wide = 64 * 1024 * 1024;

/** A value as bytes, for hashing and keeping. */
export function bytesOf(value: Value): Uint8Array {
  return encodeValue(value, wide);
}

type Stored =
  | { readonly kind: 'value' | 'gradient'; readonly bytes: string; readonly observed: Observed }
  | Failure;

interface Kept {
  /** Names the form of what was observed. */
  readonly made: 'unroll.answers/2';
  readonly code: string;
  readonly answers: Record<string, Stored>;
}

/** Answers of our own code that were given before, in one file for as long as that code stands. */
export class Memory {
  readonly #answers: Record<string, Stored>;
  #grown = false;

  /**
   * @param file what is kept there of other code is forgotten
   * @param code hash of the code whose answers these are
   */
  constructor(
    readonly file: string,
    readonly code: string,
  ) {
    const kept = readJson(file);
    this.#answers = isKept(kept) && kept.code === code ? kept.answers : {};
  }

  get(key: string): Outcome | undefined {
    const stored = this.#answers[key];
    if (stored === undefined || !('bytes' in stored)) return stored;
    const value = decodeValue(Buffer.from(stored.bytes, 'base64'));
    const { kind, observed } = stored;
    return kind === 'value'
      ? { kind, value, observed }
      : { kind, gradients: value as Readonly<Record<string, TensorValue | null>>, observed };
  }

  set(key: string, outcome: Outcome): void {
    this.#answers[key] =
      outcome.kind === 'value' || outcome.kind === 'gradient'
        ? { kind: outcome.kind, bytes: base64(valueIn(outcome)), observed: outcome.observed }
        : outcome;
    this.#grown = true;
  }

  /** Writes what is new. */
  save(): void {
    if (this.#grown) {
      const kept: Kept = { made: 'unroll.answers/2', code: this.code, answers: this.#answers };
      writeJson(this.file, kept);
    }
    this.#grown = false;
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'made' in value &&
    value.made === 'unroll.answers/2'
  );
}

const base64 = (value: Value) => Buffer.from(bytesOf(value)).toString('base64');

function valueIn(outcome: Outcome & { readonly kind: 'value' | 'gradient' }): Value {
  return outcome.kind === 'value' ? outcome.value : outcome.gradients;
}
