import type { TensorValue, Value } from './value.js';

/** A call of a stand-in that the student's code made, as the box counted it. */
export interface StandInCall {
  readonly name: string;
  /** Shapes of the tensor arguments, in order. */
  readonly shapes: readonly (readonly number[])[];
}

/** What the box observed around an answered call. */
export interface Observed {
  /** Names of arguments whose tensors changed during the call. */
  readonly inputsChanged: readonly string[];
  /** Tensors alive after the call that were not there before, the result apart. */
  readonly tensorsLeaked: number;
  /** Calls of stand-ins, in order. */
  readonly standInCalls: readonly StandInCall[];
  /** True if the call returned a promise, and the value is what that settled to. */
  readonly promised: boolean;
}

/** What came of asking the box one thing. Nothing in it is a verdict. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: Value; readonly observed: Observed }
  /**
   * Gradients by path of the argument, such as `p.wIh`; null where the output does not depend on
   * it.
   */
  | {
      readonly kind: 'gradient';
      readonly gradients: Readonly<Record<string, TensorValue | null>>;
      readonly observed: Observed;
    }
  | Failure;

export type Failure =
  /** The stub's own exception. */
  | { readonly kind: 'unattempted' }
  /** The submission does not export this function. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'threw';
      readonly name: string;
      readonly message: string;
      /** Line in the submitted file, where it is known. */
      readonly line?: number;
      /** Set where the function returned and the gradient through it failed. */
      readonly backward?: true;
    }
  /** The code used what this task forbids. */
  | { readonly kind: 'forbidden'; readonly what: string; readonly line?: number }
  /** A promise where the task's function returns the thing itself. */
  | { readonly kind: 'promised' }
  /** The result cannot cross: too large, too deep, a promise that never settles into a value ... */
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
      /**
       * Set if the result says of itself what is not so: it earns nothing, whatever came before.
       */
      readonly isLie?: boolean;
    }
  | {
      readonly kind: 'timeout';
      readonly milliseconds: number;
      readonly of: 'cpu' | 'wall';
      /** Set where all calls of a box took this long together. */
      readonly inAll?: true;
    }
  | { readonly kind: 'out-of-memory'; readonly megabytes: number }
  | { readonly kind: 'killed'; readonly reason: string }
  /** The machine's or the grader's fault; never a mark. */
  | { readonly kind: 'infra-error'; readonly reason: string };
