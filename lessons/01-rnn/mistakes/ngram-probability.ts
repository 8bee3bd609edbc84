import type { MistakeBank } from '../../../grader/task.js';
import type { ngramProbability } from '../../../src/models/ngram.js';

export const bank: MistakeBank<typeof ngramProbability> = {
  mistakes: {
    'k-above-only': {
      edit: { '(total + k * V)': 'total' },
      place: 'Add up your probabilities of all tokens after one context. Do they come to 1?',
      probe:
        'Take a context that nothing has followed yet. Each of V tokens should have 1 / V. What is yours?',
      cause:
        'You add k to the count above and not to the total below, so the probabilities sum to more than 1. We pretend to have seen each of the V tokens k more times: add k V below.',
    },
    'k-once-below': {
      edit: { 'k * V': 'k' },
      place: 'Add up your probabilities of all tokens after one context. Do they come to 1?',
      probe:
        'Take a context that nothing has followed yet. Each of V tokens should have 1 / V. What is yours?',
      cause:
        'Your total below grows by k, as if you had seen only one token more often. All V of them count k more times: add k V.',
    },
    'start-of-line-forgotten': {
      edit: {
        'contextAt(before, before.length, counts.order)':
          "before.slice(Math.max(0, before.length - counts.order + 1)).join(' ')",
      },
      place: 'Inside a line all is right. Ask for the first token of a line.',
      probe:
        "With n = 3 and before = [4], what came after is stored under '0 4'. Where do you look?",
      cause:
        'Where a line has fewer than n - 1 tokens, your context is shorter than those that were counted. Put zeros in front until it has n - 1.',
    },
    'slice-from-minus-zero': {
      edit: {
        'contextAt(before, before.length, counts.order)':
          "[...Array(counts.order - 1).fill(0), ...before].slice(-(counts.order - 1)).join(' ')",
      },
      place: 'With n = 2 and more all is right. Try n = 1.',
      probe:
        'With n = 1 the context is empty, whatever the line holds. What are [4, 2, 6].slice(-1) and [4, 2, 6].slice(-0)?',
      cause:
        'For n = 1, slice(-(n - 1)) is slice(-0), which is slice(0): the whole line. Count from the front instead: slice(length - (n - 1)).',
    },
  },
  variants: {
    'between-counts-and-an-even-guess': ({ order, vocabularySize, followers }, before, next, k) => {
      const context = [...before];
      while (context.length < order - 1) context.unshift(0);
      const seen = followers[context.slice(context.length - (order - 1)).join(' ')];
      const even = 1 / vocabularySize;
      if (seen === undefined) return even;
      const total = Object.values(seen).reduce((sum, count) => sum + count, 0);
      const trust = total / (total + k * vocabularySize);
      return (trust * (seen[next] ?? 0)) / total + (1 - trust) * even;
    },
    'token-by-token': (counts, before, next, k) => {
      let context = '';
      for (let i = 1; i < counts.order; i++) {
        const id = before[before.length - counts.order + i] ?? 0;
        context += (i > 1 ? ' ' : '') + String(id);
      }
      let [above, below] = [0, 0];
      for (let id = 0; id < counts.vocabularySize; id++) {
        const count = (counts.followers[context]?.[id] ?? 0) + k;
        below += count;
        if (id === next) above = count;
      }
      return above / below;
    },
  },
};
