import { describe, expect, test } from 'vitest';
import { logOdds, naiveBayes, type LabelledWords } from './naive-bayes.js';

const texts: readonly (readonly [string, 0 | 1])[] = [
  ['good good food', 1],
  ['good', 1],
  ['bad food', 0],
];
const examples = texts.map(([text, label]): LabelledWords => ({ words: text.split(' '), label }));
const model = naiveBayes(examples);

describe('naiveBayes', () => {
  test('counts words by class, one more of each', () => {
    // 3 different words; class 1 has 4 words, 3 of them good; class 0 has 2 words
    expect(model.weights.get('good')).toBeCloseTo(Math.log(4 / 7 / (1 / 5)), 12);
    expect(model.weights.get('food')).toBeCloseTo(Math.log(2 / 7 / (2 / 5)), 12);
    expect(model.weights.get('bad')).toBeCloseTo(Math.log(1 / 7 / (2 / 5)), 12);
    expect(model.bias).toBeCloseTo(Math.log(2), 12);
  });

  test('law: the probabilities of a class sum to 1 over the vocabulary', () => {
    const p0 = new Map([
      ['good', 1 / 5],
      ['food', 2 / 5],
      ['bad', 2 / 5],
    ]);
    const total = [...p0].reduce((sum, [w, p]) => sum + p * Math.exp(model.weights.get(w) ?? 0), 0);
    expect(total).toBeCloseTo(1, 12);
  });

  test('law: exchanging the classes turns every sign', () => {
    const turned = naiveBayes(
      examples.map(({ words, label }) => ({ words, label: label ? 0 : 1 })),
    );
    expect(turned.bias).toBeCloseTo(-model.bias, 12);
    for (const [word, weight] of model.weights)
      expect(turned.weights.get(word)).toBeCloseTo(-weight, 12);
  });

  test('a text without words counts for the bias alone', () => {
    const more = naiveBayes([...examples, { words: [], label: 0 }]);
    expect(more.bias).toBeCloseTo(0, 12);
    expect([...more.weights]).toEqual([...model.weights]);
  });

  test.each([
    [[], '0 of class 0 and 0 of class 1'],
    [examples.slice(0, 2), '0 of class 0 and 2 of class 1'],
    [examples.slice(2), '1 of class 0 and 0 of class 1'],
  ])('refuses examples without both classes', (some, received) => {
    expect(() => naiveBayes(some)).toThrow(
      `naiveBayes examples: expected texts of both classes, received ${received}. Pass at least one text of each.`,
    );
  });
});

describe('logOdds', () => {
  test('adds up, whatever the order', () => {
    const [a, b] = [
      ['good', 'food', 'bad'],
      ['bad', 'good', 'food'],
    ].map((words) => logOdds(model, words));
    expect(a).toBeCloseTo(b ?? NaN, 12);
    expect(a).toBeCloseTo(
      logOdds(model, ['good']) + logOdds(model, ['food', 'bad']) - model.bias,
      12,
    );
  });

  test('a word never seen, and no word at all, leave the bias', () => {
    expect(logOdds(model, ['whale'])).toBe(model.bias);
    expect(logOdds(model, [])).toBe(model.bias);
  });
});
