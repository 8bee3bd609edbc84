import type { Outcome } from '../outcome.js';
import type { Handle, Value } from '../value.js';
import type { Rules } from './forbidden.js';
import type { Limits } from './limits.js';
import type { WarmBox } from './process.js';
import type { Import } from './protocol.js';

/** What a box is to run, and what that code may use. */
export interface BoxOptions {
  /**
   * What `compile` made of a submission: the body of a function whose only parameters are
   * `imports` and which returns functions by name. Or the text of a trusted CommonJS bundle that
   * exports functions by name (the library's functions, the known mistakes).
   */
  readonly code: string;
  /** The exported function that is called unless a call names another; `a.b` is `exports.a.b`. */
  readonly name: string;
  /** True for our own bundles: tfjs and core come whole, and nothing is trapped. */
  readonly trusted?: boolean;
  /** Missing ones are the usual ones. */
  readonly limits?: Partial<Limits>;
  readonly imports?: readonly Import[];
  /** What the task allows; all but the doors to tfjs's insides without it. */
  readonly rules?: Rules;
  /**
   * Trusted CommonJS code by the name under which `imports` ask for it: `references` exports the
   * functions that the task builds on, `./00-start.js` those of an earlier lesson.
   */
  readonly modules?: Readonly<Record<string, string>>;
  /** Trusted CommonJS code that exports the lesson's stand-ins by name. */
  readonly standIns?: string;
  /** Source map of the code, so that errors name the student's own line. */
  readonly map?: string;
  /** A process started ahead by `warmBox`; without it one is started now. */
  readonly warm?: WarmBox;
}

/** A process that holds someone's code and answers calls with values, never with verdicts. */
export interface Box {
  /** Calls the function with `args` in their order; a promise is awaited within the limits. */
  call(args: Readonly<Record<string, Value>>, name?: string): Promise<Outcome>;
  /** Calls a function that an earlier answer returned. */
  handle(handle: Handle, args: readonly Value[]): Promise<Outcome>;
  /**
   * Gradient of the sum of cotangent x output.
   *
   * @param withRespectTo paths of tensors in `args`: `x`, `p.wIh`
   * @param cotangent one weight per entry, structured like the output
   */
  gradient(
    args: Readonly<Record<string, Value>>,
    withRespectTo: readonly string[],
    cotangent: Value,
    name?: string,
  ): Promise<Outcome>;
  /** What the code printed so far, cut to the limit. */
  output(): string;
  /** Ends the process; every later call answers `killed`. */
  close(): Promise<void>;
}
