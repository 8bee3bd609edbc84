import { InputError, wrongInput } from '../core/index.js';

/** A text as its words, with the class it belongs to. */
export interface LabelledWords {
  readonly words: readonly string[];
  /** 1 is the class that a positive sum speaks for, 0 the other one. */
  readonly label: 0 | 1;
}

/** What naive Bayes has counted: one number for each word, and one for no word at all. */
export interface NaiveBayes {
  /** log p(1) - log p(0), in nats. */
  readonly bias: number;
  /** log p(word | 1) - log p(word | 0) for each word that was seen, in nats. */
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * Counts words by class (multinomial naive Bayes with add-one smoothing).
 *
 *   p(w | c)   = (count of w in class c + 1) / (count of all words in class c + V)
 *   weights[w] = log p(w | 1) - log p(w | 0)
 *   bias       = log (texts of class 1) - log (texts of class 0)
 *
 * The 1 keeps a word that one class has never had from deciding everything alone. V is the number
 * of different words.
 *
 * Source: Manning, Raghavan and Schütze 2008, "Introduction to Information Retrieval", section
 * 13.2. Variant: for two classes, kept as differences of logarithms.
 *
 * @param examples texts of both classes
 * @returns bias and weights, in nats
 * @throws InputError if a class has no text
 */
export function naiveBayes(examples: readonly LabelledWords[]): NaiveBayes {
  const [zero, one] = ([0, 1] as const).map((label) =>
    examples.filter((example) => example.label === label),
  );
  if (zero === undefined || one === undefined || zero.length === 0 || one.length === 0)
    throw new InputError(
      wrongInput(
        'naiveBayes examples',
        'texts of both classes',
        `${String(zero?.length ?? 0)} of class 0 and ${String(one?.length ?? 0)} of class 1`,
        'Pass at least one text of each.',
      ),
    );
  const vocabulary = new Set(examples.flatMap(({ words }) => words));
  const [p0, p1] = [smoothed(zero, vocabulary.size), smoothed(one, vocabulary.size)];
  return {
    bias: Math.log(one.length / zero.length),
    weights: new Map(Array.from(vocabulary, (word) => [word, Math.log(p1(word) / p0(word))])),
  };
}

/**
 * How much more a text speaks for class 1 than for class 0.
 *
 *   log p(1 | words) / p(0 | words) = bias + sum over words of weights[word]
 *
 * A word that was never seen adds nothing.
 *
 * @param model from `naiveBayes`
 * @param words of the text, in any order
 * @returns log odds in nats: above 0 for class 1
 */
export function logOdds(model: NaiveBayes, words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (model.weights.get(word) ?? 0), model.bias);
}

/** p(w | c) with one more of each word than was counted. */
function smoothed(texts: readonly LabelledWords[], V: number): (word: string) => number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { words } of texts)
    for (const word of words) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total++;
    }
  return (word) => ((counts.get(word) ?? 0) + 1) / (total + V);
}
