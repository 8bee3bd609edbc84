import { InputError, wrongInput } from '../core/index.js';

/** Some neighbouring tokens that are one thing, such as a name. */
export interface Span {
  /** What it is: `PER`. */
  readonly type: string;
  /** Place of its first token, counted from 0. */
  readonly start: number;
  /** Place after its last token, so that it has end - start tokens. */
  readonly end: number;
}

/** How well spans were found, in shares of 1. */
export interface SpanScore {
  /** Share of the spans found that are right. */
  readonly precision: number;
  /** Share of the right spans that were found. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
}

/**
 * Reads the spans out of the tags of a sentence. B- begins a span, I- goes on with it, O is outside
 * of any.
 *
 *   tagsToSpans(['B-PER', 'I-PER', 'O', 'B-LOC'])
 *     ->  [{ type: 'PER', start: 0, end: 2 }, { type: 'LOC', start: 3, end: 4 }]
 *
 * A model may write what no annotator would: an I- after O, or after a tag of another type,
 * begins a span as B- does.
 *
 * Source: Ramshaw and Marcus 1995; the rule for a stray I- is that of the conlleval program (Tjong
 * Kim Sang and Buchholz 2000), which seqeval follows by default.
 *
 * @param tags one per token: `O`, or `B-` or `I-` and a type
 * @returns spans in order
 * @throws InputError if a tag is none of these
 */
export function tagsToSpans(tags: readonly string[]): Span[] {
  const spans: Span[] = [];
  let open: { type: string; start: number } | undefined;
  [...tags, 'O'].forEach((tag, place) => {
    if (!/^(O|[BI]-.+)$/su.test(tag)) throw new InputError(noTag(tag, place));
    const type = tag.slice(2);
    if (open !== undefined && tag.startsWith('I') && type === open.type) return;
    if (open !== undefined) spans.push({ ...open, end: place });
    open = tag === 'O' ? undefined : { type, start: place };
  });
  return spans;
}

/**
 * Precision, recall and F1 of spans, over all sentences together (micro average). A span is right
 * if the sentence has one with the same type, the same start and the same end; half right is wrong.
 *
 *   precision = right / found
 *   recall    = right / there
 *   f1        = 2 precision recall / (precision + recall)
 *
 * A share of nothing is 0, so a model that finds nothing has f1 0, as in seqeval.
 *
 * Source: Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 shared task".
 *
 * @param predicted tags of each sentence, as a model gives them
 * @param labels the true tags of each sentence
 * @returns shares in [0, 1]
 * @throws InputError if a sentence has not as many predicted tags as true ones, or a tag is none of
 *   BIO
 */
export function spanF1(
  predicted: readonly (readonly string[])[],
  labels: readonly (readonly string[])[],
): SpanScore {
  checkPairs(predicted, labels);
  const keys = (sentences: readonly (readonly string[])[]) =>
    sentences.flatMap((tags, s) =>
      tagsToSpans(tags).map(({ type, start, end }) => `${s} ${start} ${end} ${type}`),
    );
  const found = keys(predicted);
  const there = new Set(keys(labels));
  const right = found.filter((span) => there.has(span)).length;
  const precision = found.length === 0 ? 0 : right / found.length;
  const recall = there.size === 0 ? 0 : right / there.size;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

function checkPairs(
  predicted: readonly (readonly string[])[],
  labels: readonly (readonly string[])[],
): void {
  const lengths = labels.map(({ length }) => length);
  const wrong = lengths.findIndex((length, s) => predicted[s]?.length !== length);
  if (wrong >= 0)
    throw new InputError(unequal(`sentence ${wrong}`, 'tags', lengths[wrong], predicted[wrong]));
  if (predicted.length !== labels.length)
    throw new InputError(unequal('predicted', 'sentences', labels.length, predicted));
}

const unequal = (
  what: string,
  unit: string,
  expected: number | undefined,
  received: readonly unknown[] | undefined,
) =>
  wrongInput(
    `spanF1 ${what}`,
    `as many ${unit} as in labels, ${expected}`,
    String(received?.length ?? 'none'),
    'Take the padding off the predicted tags, and nothing else.',
  );

const noTag = (tag: string, place: number) =>
  wrongInput(
    'tagsToSpans tags',
    'O, or B- or I- and a type',
    `${JSON.stringify(tag)} at place ${place}`,
    'Turn ids into tags first, and leave padding out.',
  );
