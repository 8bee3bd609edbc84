import type { Draws } from '../src/core/draws.js';
import type { Outcome } from './outcome.js';
import type { TensorValue, Value } from './value.js';

/** One input of a check; `args` in the order of the function's parameters. */
export interface Case {
  readonly name: string;
  readonly args: Readonly<Record<string, Value>>;
  /**
   * The right result, from an independent implementation. Without it the library's own is asked.
   */
  readonly expected?: Value;
  /** Weights of the scalar whose gradient is taken: sum of cotangent x output. Default: seeded. */
  readonly cotangent?: Value;
  /** The right gradients by path of the argument, such as `p.wIh`. */
  readonly gradients?: Readonly<Record<string, TensorValue>>;
}

/** An input that follows from the seed of a grading run. */
export interface DrawnCase {
  readonly name: string;
  /** One seed gives one and the same case. */
  readonly under: (seed: number) => Case;
}

/** An input as a check lists it. */
export type Input = Case | DrawnCase;

export type Level = 'contract' | 'values' | 'gradient' | 'laws' | 'behaviour';

/** `|x - y| <= absolute + relative x scale`, scale being the reference's largest magnitude. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

interface CheckBase {
  readonly level: Level;
  /** What is asked, as the card shows it: `values on 5 inputs`. */
  readonly title: string;
  /** Part of the task's points that this check is worth; the parts of a task sum to 1. */
  readonly share: number;
}

/** Level 1: shape, dtype, finite, inputs untouched, same answer twice. */
export interface ContractCheck extends CheckBase {
  readonly kind: 'contract';
  readonly cases: readonly Input[];
  /** Axes of each output tensor by path, for messages: `{ '': 'B U' }`. */
  readonly axes: Readonly<Record<string, string>>;
}

/** Level 2, or level 3 where the output is a gradient written by hand: equal to the reference. */
export interface ValuesCheck extends CheckBase {
  readonly kind: 'values';
  readonly cases: readonly Input[];
  readonly tolerance: Tolerance;
}

/** Level 3: the gradient through the function, against the reference, path by path. */
export interface GradientCheck extends CheckBase {
  readonly kind: 'gradient';
  readonly cases: readonly Input[];
  readonly withRespectTo: readonly string[];
  readonly tolerance: Tolerance;
}

/** How a law or a behaviour asks the function under test. */
export interface Ask {
  /** Calls the graded function; ends the check if the call fails. */
  (args: Readonly<Record<string, Value>>): Promise<Value>;
  /** Calls a function that an earlier answer returned. */
  handle(handle: Value, args: readonly Value[]): Promise<Value>;
  /** As the plain call, with what the box observed and failures as values. */
  outcome(args: Readonly<Record<string, Value>>): Promise<Outcome>;
}

/** Levels 4 and 5: a property that right functions have; returns what is wrong, or nothing. */
export interface PropertyCheck extends CheckBase {
  readonly kind: 'property';
  readonly holds: (ask: Ask, rng: Draws) => Promise<string | undefined>;
}

export type Check = ContractCheck | ValuesCheck | GradientCheck | PropertyCheck;

export type Difficulty = 1 | 2 | 3 | 4 | 5;

export interface Task {
  /** Kebab-case, the same in text, terminal and notebook: `rnn-cell`. */
  readonly id: string;
  readonly title: string;
  /** The library's file and function whose body is the answer. */
  readonly from: string;
  readonly name: string;
  readonly kind: 'write' | 'derive' | 'debug' | 'transfer';
  /** Core tasks make one sitting; the others are further ones. */
  readonly core: boolean;
  readonly points: number;
  readonly difficulty: Difficulty;
  readonly minutes: number;
  /** Set where the function, or one that it returns, is to return a promise; else none may. */
  readonly promises?: true;
  /** Tasks whose functions this one may call; the reference's are put in when it is graded. */
  readonly needs: readonly string[];
  /**
   * What it may not use, as written after `tf.` or `core.`: `tf.softmax`, `tf.grad`,
   * `core.numericGradient`.
   */
  readonly forbidden: readonly string[];
  /** What is right too, where a tolerance is wider than the contract reads, for the student. */
  readonly accepts?: readonly string[];
  /** From a nudge to nearly the answer. */
  readonly hints: readonly string[];
  /** For a task to be mended: the mistake whose body is the stub. */
  readonly wrongVersion?: string;
  readonly checks: readonly Check[];
  /**
   * Edits of the key that change nothing a check could see, by the edit's own description, with the
   * reason.
   */
  readonly equivalentEdits?: Readonly<Record<string, string>>;
}

/** What a student with a known slip is told, in rising order. */
export interface Help {
  /** Where to look. */
  readonly place: string;
  /** A smaller input or a question on which it shows. */
  readonly probe: string;
  /** What is wrong and why. */
  readonly cause: string;
}

/** A known slip: small edits of the library's own function, or another algorithm written out. */
export type Mistake = Help & (EditedKey | WrittenOut);

interface EditedKey {
  /**
   * Texts of the library's function, and what stands in their place: `{ 'mul(r, hn)': 'hn' }`. Each
   * stands exactly once in the function, else in the private helpers it stands on, white space
   * aside. What they name of the core, and tfjs, is imported by itself.
   */
  readonly edit: Readonly<Record<string, string>>;
}

interface WrittenOut {
  /** The task's function with the slip in it. */
  readonly run: (...args: never[]) => unknown;
}

/** What `lessons/NN/mistakes/<task>.ts` exports; F is the type of the task's function. */
export interface MistakeBank<
  F extends (...args: never[]) => unknown = (...args: never[]) => unknown,
> {
  readonly mistakes: Readonly<Record<string, Mistake>>;
  /** Right answers written differently. */
  readonly variants: Readonly<Record<string, F>>;
}

/** What `lessons/NN/tasks.ts` exports as `lesson`. */
export interface Lesson {
  /** `01-rnn`. */
  readonly stem: string;
  readonly title: string;
  /** Raised whenever a change of the tasks could change a mark. */
  readonly version: number;
  /** Earlier lessons whose exercise functions may be imported. */
  readonly needs: readonly string[];
  readonly tasks: readonly Task[];
}
