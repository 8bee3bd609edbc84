import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { div, mul, softmax } from '../../../src/core/index.js';

/** Softmax of a list of scores. */
function masses(logits: tf.Tensor1D): number[] {
  const [V] = logits.shape;
  return Array.from(softmax(tf.reshape<tf.Rank.R2>(logits, [1, V])).dataSync());
}

/** The first place at which the running sum exceeds u. */
function draw(p: readonly number[], u: number): number {
  let below = 0;
  for (const [id, mass] of p.entries()) {
    below += mass;
    if (below > u) return id;
  }
  return p.length - 1;
}

export const bank: MistakeBank = {
  mistakes: {
    'temperature-left-out': {
      place: 'At temperature 1 all is right. Try 0.1.',
      probe:
        'Call it with the same scores and the same u at temperature 0.01 and 100. Does the answer ever change?',
      cause: 'The temperature is not used. Divide the scores by it before the softmax.',
      run: function sampleNext(logits: tf.Tensor1D, _temperature: number, u: number): number {
        return draw(masses(logits), u);
      },
    },
    'temperature-multiplied': {
      place:
        'At temperature 1 all is right. Does a low temperature make the likely likelier in yours, or all more even?',
      probe: 'At temperature 0.01 the likeliest token should be drawn for nearly every u. Is it?',
      cause:
        'The scores are multiplied by the temperature. Low temperatures should spread the scores apart: divide.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        return draw(masses(mul(logits, temperature)), u);
      },
    },
    'temperature-after-softmax': {
      place:
        'At temperature 1 all is right. To what do you apply the temperature: to scores or to probabilities?',
      probe: 'At temperature 2, do the numbers you add up still sum to 1?',
      cause:
        'The probabilities are divided by the temperature, which does not change their proportions, only their sum. Divide the scores, before the softmax.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        return draw(
          masses(logits).map((mass) => mass / temperature),
          u,
        );
      },
    },
    'always-the-likeliest': {
      place: 'Call it with several u. Does the answer ever change?',
      probe:
        'With two tokens of equal score, u = 0.9 should give the second. What does yours give?',
      cause:
        'The likeliest token is returned whatever u is. u says how far to go along the running sum of the probabilities.',
      run: function sampleNext(logits: tf.Tensor1D): number {
        const p = masses(logits);
        return p.indexOf(Math.max(...p));
      },
    },
    'scores-for-probabilities': {
      place: 'What are the numbers that you add up?',
      probe: 'Add 10 to all scores: nothing should change. Does your answer?',
      cause:
        'The scores are added up as if they were probabilities. They can be negative and do not sum to 1: take their softmax first.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        return draw(Array.from(div(logits, temperature).dataSync()), u);
      },
    },
    'one-too-far': {
      place: 'With u = 0 the first token that has any probability should come. Which comes?',
      probe: 'Two tokens of equal score: u = 0.2 gives 0, u = 0.7 gives 1. What are yours?',
      cause:
        'The running sum is compared with u before the token is counted, so you stop one token late. Add its probability first, then compare.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        const p = masses(div(logits, temperature));
        let below = 0;
        for (const [id, mass] of p.entries()) {
          if (below > u) return id;
          below += mass;
        }
        return p.length - 1;
      },
    },
    'one-short': {
      place: 'With u close to 1 the last token should come. Which comes?',
      probe: 'Two tokens of equal score: u = 0.2 gives 0, u = 0.7 gives 1. What are yours?',
      cause:
        'The answer is the token before the one at which the running sum passes u. Return the id whose probability takes the sum past u.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        return Math.max(0, draw(masses(div(logits, temperature)), u) - 1);
      },
    },
    'drawn-at-equality': {
      place: 'Only draws that fall on a boundary are off. Look at your comparison.',
      probe:
        'The first token has probability 0 and u = 0: the running sum is 0 = u after it. May it be drawn?',
      cause:
        'The comparison lets a token through when the running sum equals u, so with u = 0 a token of probability 0 can be drawn. u lies in [0, 1), so the sum has to be larger than u.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        const p = masses(div(logits, temperature));
        let below = 0;
        for (const [id, mass] of p.entries()) {
          below += mass;
          if (below >= u) return id;
        }
        return p.length - 1;
      },
    },
    'nothing-at-the-end': {
      place:
        'Only draws very close to 1 are off. What do you return if the loop ends without a token?',
      probe:
        'Add 0.1 ten times in JavaScript: it makes 0.9999999999999999. With ten equal scores and that same u, does any running sum exceed u?',
      cause:
        'The running sum is rounded and may end a hair below u: then the loop finds no token and -1 is returned. The last token is the right one there; or compare with u times the sum of all probabilities.',
      run: function sampleNext(logits: tf.Tensor1D, temperature: number, u: number): number {
        let below = 0;
        return masses(div(logits, temperature)).findIndex((mass) => (below += mass) > u);
      },
    },
    'every-token-alike': {
      place: 'Call it with very different scores. Does the answer ever depend on them?',
      probe: 'Scores [0, 5] give the second token 99 times in 100. How often does yours?',
      cause:
        'u is spread evenly over the ids. A likely token has to cover more of [0, 1) than an unlikely one: walk along the running sum of the probabilities.',
      run: function sampleNext(logits: tf.Tensor1D, _temperature: number, u: number): number {
        return Math.floor(u * logits.shape[0]);
      },
    },
  },
  variants: {
    'exponentials-by-hand': function sampleNext(
      logits: tf.Tensor1D,
      temperature: number,
      u: number,
    ): number {
      const scores = Array.from(logits.dataSync());
      const largest = Math.max(...scores);
      const weights = scores.map((score) => Math.exp((score - largest) / temperature));
      const total = weights.reduce((a, b) => a + b, 0);
      let left = u * total;
      for (let id = 0; id < weights.length; id++) {
        left -= weights[id] ?? 0;
        if (left < 0) return id;
      }
      return weights.length - 1;
    },
    'running-sums-first': function sampleNext(
      logits: tf.Tensor1D,
      temperature: number,
      u: number,
    ): number {
      const p = tf.softmax(tf.div<tf.Tensor1D>(logits, temperature));
      const sums = Array.from(tf.cumsum(p).dataSync());
      return Math.min(sums.filter((total) => total <= u).length, sums.length - 1);
    },
  },
};
