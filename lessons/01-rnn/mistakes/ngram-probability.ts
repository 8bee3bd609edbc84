import type { MistakeBank } from '../../../grader/task.js';
import type { NgramCounts } from '../../../src/models/ngram.js';

/** What followed the context, and how often in all. */
function after(context: readonly number[], counts: NgramCounts) {
  const seen = counts.followers[context.join(' ')] ?? {};
  return { seen, total: Object.values(seen).reduce((sum, count) => sum + count, 0) };
}

/** The last order - 1 tokens, zeros where there are fewer. */
function lastOf(before: readonly number[], order: number): number[] {
  const zeros = Array.from({ length: order - 1 }, () => 0);
  return [...zeros, ...before].slice(before.length);
}

export const bank: MistakeBank = {
  mistakes: {
    'k-above-only': {
      place: 'Add up your probabilities of all tokens after one context. Do they come to 1?',
      probe:
        'A context that was followed by nothing yet: each of V tokens should have 1 / V. What is yours?',
      cause:
        'k is added to the count above and not to the total below, so the probabilities sum to more than 1. Every one of the V tokens is thought to have been seen k times more: add k V below.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order), counts);
        return ((seen[next] ?? 0) + k) / total;
      },
    },
    'k-once-below': {
      place: 'Add up your probabilities of all tokens after one context. Do they come to 1?',
      probe:
        'A context that was followed by nothing yet: each of V tokens should have 1 / V. What is yours?',
      cause:
        'The total below grows by k, as if one token had been seen more often. All V of them have: add k V.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order), counts);
        return ((seen[next] ?? 0) + k) / (total + k);
      },
    },
    'k-for-seen-tokens-only': {
      place: 'Add up your probabilities of all tokens after one context. Do they come to 1?',
      probe:
        'Three tokens were seen after this context, and V is 7. To how many counts is k added in all?',
      cause:
        'Below, k is counted for the tokens that followed this context. Those that never did get their k as well: the factor is V, the size of the vocabulary.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order), counts);
        return ((seen[next] ?? 0) + k) / (total + k * Object.keys(seen).length);
      },
    },
    'nothing-added': {
      place: 'Look at a token that never followed this context.',
      probe: 'Call it with k = 1 and with k = 100. Does your answer change?',
      cause:
        'These are the bare shares of the counts: what was never seen is impossible, and after a context that never came it is 0 / 0. Add k above and k V below.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order), counts);
        return (seen[next] ?? 0) / total;
      },
    },
    'unseen-context-is-impossible': {
      place: 'Most answers are right. Look at a context that never came.',
      probe:
        'Nothing is known of what follows there, so all V tokens are equally likely. What is 1 / V, and what is yours?',
      cause:
        'For a context without an entry you return 0. Treat it as one with no counts: the formula then gives k / (k V) = 1 / V by itself.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const context = lastOf(before, counts.order);
        if (counts.followers[context.join(' ')] === undefined) return 0;
        const { seen, total } = after(context, counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'whole-line-as-context': {
      place: 'How many tokens of the line does your context have?',
      probe:
        'With n = 3, what came after [5, 1, 3, 2, 4] stands under 2 4. Under what do you look?',
      cause:
        'All tokens so far are taken as the context, and so long a context was hardly ever seen. Take the last n - 1 of them.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(before, counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'first-tokens-as-context': {
      place: 'Which tokens of the line are your context?',
      probe:
        'With n = 3, what came after [5, 1, 3, 2, 4] stands under 2 4. Under what do you look?',
      cause: 'The context is taken from the start of the line. It is what came last: the end.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const size = counts.order - 1;
        const zeros = Array.from({ length: size }, () => 0);
        const context = [...zeros.slice(before.length), ...before].slice(0, size);
        const { seen, total } = after(context, counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'context-turned-round': {
      place: 'Which token of your context stands first?',
      probe: 'With n = 3, what came after [5, 2, 4] stands under 2 4. Do you look under 4 2?',
      cause: 'The tokens of the context are in the wrong order. The oldest stands first.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order).reverse(), counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'n-tokens-as-context': {
      place: 'How many tokens does your context have?',
      probe:
        'With n = 2 a token is judged by the one before it: two tokens are the 2-gram. How many does your context have?',
      cause: 'The context has n tokens. The n of an n-gram counts the next token too: take n - 1.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen, total } = after(lastOf(before, counts.order + 1), counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'start-of-line-forgotten': {
      place: 'Inside a line all is right. Ask for the first token of a line.',
      probe:
        "With n = 3 and before = [4], what came after stands under '0 4'. Under what do you look?",
      cause:
        'Where a line has fewer than n - 1 tokens, your context is shorter than those that were counted. Put zeros in front until it has n - 1.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const context = before.slice(Math.max(0, before.length - counts.order + 1));
        const { seen, total } = after(context, counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'slice-from-minus-zero': {
      place: 'With n = 2 and more all is right. Try n = 1.',
      probe:
        'With n = 1 the context is empty, whatever the line has. What are [4, 2, 6].slice(-1) and [4, 2, 6].slice(-0)?',
      cause:
        'slice(-(n - 1)) is slice(-0) for n = 1, which is slice(0): the whole line. Count from the front instead: slice(length - (n - 1)).',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const zeros = Array.from({ length: counts.order - 1 }, () => 0);
        const context = [...zeros, ...before].slice(-(counts.order - 1));
        const { seen, total } = after(context, counts);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
    'share-of-the-whole-text': {
      place: 'Look at what you divide by.',
      probe:
        'Add up your probabilities of all tokens after one context. Does the sum change if other lines are added to the text that do not have this context?',
      cause:
        'You divide by all that was counted, so this is the probability of context and token together. Given the context, only what followed it counts.',
      run: function ngramProbability(
        counts: NgramCounts,
        before: readonly number[],
        next: number,
        k: number,
      ): number {
        const { seen } = after(lastOf(before, counts.order), counts);
        const all = Object.values(counts.followers).flatMap((each) => Object.values(each));
        const total = all.reduce((sum, count) => sum + count, 0);
        return ((seen[next] ?? 0) + k) / (total + k * counts.vocabularySize);
      },
    },
  },
  variants: {
    'between-counts-and-an-even-guess': function ngramProbability(
      counts: NgramCounts,
      before: readonly number[],
      next: number,
      k: number,
    ): number {
      const { seen, total } = after(lastOf(before, counts.order), counts);
      const even = 1 / counts.vocabularySize;
      const trust = total / (total + k * counts.vocabularySize);
      const share = total === 0 ? 0 : (seen[next] ?? 0) / total;
      return trust * share + (1 - trust) * even;
    },
    'token-by-token': function ngramProbability(
      counts: NgramCounts,
      before: readonly number[],
      next: number,
      k: number,
    ): number {
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
    'front-filled-first': function ngramProbability(
      { order, vocabularySize, followers }: NgramCounts,
      before: readonly number[],
      next: number,
      k: number,
    ): number {
      const context = [...before];
      while (context.length < order - 1) context.unshift(0);
      const entry = followers[context.slice(context.length - (order - 1)).join(' ')];
      if (entry === undefined) return 1 / vocabularySize;
      let total = 0;
      for (const count of Object.values(entry)) total += count;
      return (k + (entry[next] ?? 0)) / (vocabularySize * k + total);
    },
  },
};
