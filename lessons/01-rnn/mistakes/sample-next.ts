import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { sampleNext } from '../../../src/decode/sampling.js';

export const bank: MistakeBank<typeof sampleNext> = {
  mistakes: {
    'temperature-left-out': {
      edit: { 'div(logits, temperature)': 'logits' },
      place: 'At temperature 1 all is right. Try 0.1.',
      probe:
        'Call it with the same scores and the same u at temperature 0.01 and 100. Does the answer ever change?',
      cause: 'You do not use the temperature. Divide the scores by it before the softmax.',
    },
    'temperature-multiplied': {
      edit: { 'div(logits, temperature)': 'mul(logits, temperature)' },
      place:
        'At temperature 1 all is right. Does a low temperature favour the likely tokens in yours, or even them all out?',
      probe: 'At temperature 0.01 nearly every u should draw the likeliest token. Does it?',
      cause:
        'You multiply the scores by the temperature. Low temperatures should spread the scores apart: divide.',
    },
    'temperature-after-softmax': {
      edit: {
        'div(logits, temperature)': 'logits',
        'softmax(scores)': 'div(softmax(scores), temperature)',
        'u * p.reduce((total, mass) => total + mass, 0)': 'u',
        'throw new InputError(wrongScores())': 'return V - 1',
      },
      place:
        'At temperature 1 all is right. What do you apply the temperature to: scores or probabilities?',
      probe: 'At temperature 2, do the numbers you add up still sum to 1?',
      cause:
        'You divide the probabilities by the temperature. That changes only their sum, not their proportions. Divide the scores, before the softmax.',
    },
    'no-running-sum': {
      edit: {
        'below > point': 'mass > point',
        'throw new InputError(wrongScores())': 'return V - 1',
      },
      place: 'What do you compare u with?',
      probe: 'Four tokens of equal score: u = 0.3 gives token 1. What does yours give?',
      cause:
        'You compare u with the probability of each token by itself, so a large u finds none. u is a place along all of them laid end to end: compare it with their running sum.',
    },
    'always-the-likeliest': {
      edit: { 'below > point': 'mass === Math.max(...p)' },
      place: 'Call it with several u. Does the answer ever change?',
      probe:
        'With two tokens of equal score, u = 0.9 should give the second. What does yours give?',
      cause:
        'You return the likeliest token and ignore u. u says how far to go along the running sum of the probabilities.',
    },
    'one-too-far': {
      edit: {
        'below += mass; if (below > point) return id;':
          'if (below > point) return id; below += mass;',
        'throw new InputError(wrongScores())': 'return V - 1',
      },
      place: 'With u = 0 the first token that has any probability should come. Which comes?',
      probe: 'Two tokens of equal score: u = 0.2 gives 0, u = 0.7 gives 1. What are yours?',
      cause:
        'You compare the running sum with u before you add the token, so you stop one token late. Add its probability first, then compare.',
    },
    'nothing-at-the-end': {
      edit: {
        'u * p.reduce((total, mass) => total + mass, 0)': 'u',
        'throw new InputError(wrongScores())': 'return -1',
      },
      place:
        'Only draws very close to 1 are off. What do you return if the loop ends without a token?',
      probe:
        'Add 0.1 ten times in JavaScript: you get 0.9999999999999999. With ten equal scores and that same u, does any running sum exceed u?',
      cause:
        'Rounding can leave the running sum a hair below u. Then the loop finds no token and you return -1. Return the last token there, or compare with u times the sum of all probabilities.',
    },
  },
  variants: {
    'exponentials-by-hand': (logits, temperature, u) => {
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
    'running-sums-first': (logits, temperature, u) => {
      const p = tf.softmax(tf.div<tf.Tensor1D>(logits, temperature));
      const sums = Array.from(tf.cumsum(p).dataSync());
      return Math.min(sums.filter((total) => total <= u).length, sums.length - 1);
    },
  },
};
