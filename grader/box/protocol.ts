/**
 * What the two ends of the channel say to each other.
 *
 * A request is a frame of a fresh secret number and a value. The answer begins with the same
 * number, which only the runtime knows: a frame that the student's code forges cannot bear it.
 */
import type { Outcome } from '../outcome.js';
import type { Value } from '../value.js';
import type { Rules } from './forbidden.js';

/** Bytes of the secret number. */
export const secretLength = 16;

/** First byte of a frame from the box. */
export const frames = { ready: 0, output: 1, reply: 2 } as const;

/** Exit status of the box when its own program fails, which is never the student's fault. */
export const ownFault = 70;

/** Where in the loaded code an error arose; both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * One thing that a submission is given: it is a parameter of the function that its code becomes.
 */
export interface Import {
  readonly local: string;
  /** `tf`, `core`, or a name among the box's `modules`. */
  readonly module: string;
  /** `*` for the whole module. */
  readonly name: string;
}

/** Loads the code; the first request of a box. */
export interface LoadRequest {
  readonly do: 'load';
  readonly code: string;
  readonly trusted: boolean;
  readonly imports: readonly Import[];
  readonly rules: Rules;
  readonly modules: Readonly<Record<string, string>>;
  readonly standIns: string;
  readonly outputBytes: number;
  readonly replyBytes: number;
}

export type Request =
  | LoadRequest
  | { readonly do: 'call'; readonly name: string; readonly args: Readonly<Record<string, Value>> }
  | { readonly do: 'handle'; readonly id: number; readonly args: readonly Value[] }
  | {
      readonly do: 'gradient';
      readonly name: string;
      readonly args: Readonly<Record<string, Value>>;
      readonly withRespectTo: readonly string[];
      readonly cotangent: Value;
    };

/** An answer, or `loaded`; `position` goes with what was thrown or forbidden. */
export interface Reply {
  readonly outcome: Outcome | { readonly kind: 'loaded' };
  readonly position?: Position;
}

// Requests and replies are records of values with fixed keys: the one cast each way is here.

/** A request or reply as the value that crosses. */
export function asValue(message: Request | Reply): Value {
  return message as unknown as Value;
}

/** What the judge sent. */
export function asRequest(value: Value): Request {
  return value as unknown as Request;
}

/** What the runtime sent under the right secret. */
export function asReply(value: Value): Reply {
  return value as unknown as Reply;
}
