import type { Rung } from '../verdict.js';

/** A sign for how far a function came, so that no colour is needed. */
export const rungSigns: Readonly<Record<Rung['came'], string>> = {
  passed: '✔',
  failed: '✘',
  'not reached': '○',
};

/** The ladder on one line: `contract ✔  values ✘  gradient ○  laws ○`. */
export function ladderText(ladder: readonly Rung[]): string {
  return ladder.map(({ level, came }) => `${level} ${rungSigns[came]}`).join('  ');
}
