/** JavaScript drops what a call has too many of without a word: `sub(a, b, c)` is a - b. */
import type * as acorn from 'acorn';
import { simple } from 'acorn-walk';
import { pathOf, type Known } from './refuse.js';

/** Most arguments that core's functions take; a test compares it with the functions. */
export const mostArguments: Readonly<Record<string, number>> = {
  ...named(1, 'exp log neg relu sigmoid sqrt square tanh transpose logSoftmax softmax tidy'),
  ...named(2, 'sub div rsub stack unstack concat sum mean max flattenParams'),
  ...named(3, 'einsum lookup mapParams masked numericGradient oneHot rearrange'),
  ...named(4, 'pick shape'),
};

function named(count: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, count]));
}

/** A call with more arguments than its function takes. */
export interface Surplus {
  readonly at: number;
  readonly message: string;
}

/** The first call of one of core's functions with arguments that nothing reads. */
export function surplusArguments(node: acorn.Node, known: Known): Surplus | undefined {
  const found: Surplus[] = [];
  simple(node, {
    CallExpression: ({ callee, arguments: given, start }) => {
      const name = callee.type === 'Identifier' ? pathOf(callee, known) : undefined;
      const most = name?.startsWith('core.') === true ? mostArguments[name.slice(5)] : undefined;
      if (name === undefined || most === undefined || given.length <= most) return;
      if (given.some(({ type }) => type === 'SpreadElement')) return;
      const rest =
        given.length - most === 1
          ? 'the last one is'
          : `the last ${String(given.length - most)} are`;
      found.push({
        at: start,
        message: `${name.slice(5)} takes ${String(most)} ${most === 1 ? 'argument' : 'arguments'} and is given ${String(given.length)}: ${rest} dropped.`,
      });
    },
  });
  return found.sort((a, b) => a.at - b.at)[0];
}
