import type { Rules } from '../box/forbidden.js';
import type { Import } from '../box/protocol.js';

/** The file is no TypeScript; positions are counted from 1. */
export interface SyntaxFault {
  readonly kind: 'syntax-error';
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The line's own text. */
  readonly text: string;
}

/** What came of a submission for one task; all but `code` says why nothing can run. */
export type Compiled =
  | {
      readonly kind: 'code';
      /** Goes to `openBox` as `code`, with `imports`, `rules`, `map` and `name`. */
      readonly code: string;
      readonly imports: readonly Import[];
      readonly rules: Rules;
      readonly map: string;
      readonly name: string;
      /** What in the text is surely a slip, with its line; said where the task does not pass. */
      readonly slip?: string;
    }
  | SyntaxFault
  | {
      readonly kind: 'forbidden' | 'forbidden-import';
      readonly what: string;
      readonly line: number;
      readonly message: string;
    }
  | {
      readonly kind: 'missing';
      /** Whether the file declares the function and only does not export it. */
      readonly declared: boolean;
      readonly exported: readonly string[];
    }
  | { readonly kind: 'unattempted' };
