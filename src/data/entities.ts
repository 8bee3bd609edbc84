import { InputError, wrongInput } from '../core/index.js';
import { ownTaggedCorpus } from './conll.js';
import { readText } from './source.js';
import type { TaggedCorpus, TaggedSentence } from './tagged.js';

/** A span as the set writes it, in tokens; `stop` is the place of its last one. */
export interface QuestionSpan {
  readonly entity: string;
  readonly start: number;
  readonly stop: number;
  readonly text: string;
}

/** A question as the set writes it. */
export interface Question {
  readonly text: string;
  readonly intent: string;
  readonly entities: readonly QuestionSpan[];
  /** Whether the set gives it for training; the others are its test. */
  readonly training: boolean;
}

/** Where the questions lie: the whole set, since its licence allows it. */
export const QUESTIONS_FILE = 'data/questions/questions.json';

const OWN_SHARE = 0.3;

/**
 * Loads questions to a chat bot about public transport in Munich, with stations, vehicles, lines,
 * times and criteria marked by hand: 100 to learn from and 106 held out, as the set itself parts
 * them. One's own file is in CoNLL's two columns (a token and its tag a line), and about 30 % of it
 * are held out.
 *
 *   tokens  next         bus        from  garching        forschungszentrum  ?
 *   tags    B-Criterion  B-Vehicle  O     B-StationStart  I-StationStart     O
 *
 * Source: Braun, Hernandez-Mendez, Matthes and Langen 2017, "Evaluating natural language
 * understanding services for conversational question answering systems"; see
 * `data/questions/README.md`.
 *
 * @param options.file one's own sentences instead
 * @throws InputError if that file is missing or not in that format
 */
export function loadEntityQuestions(options: { readonly file?: string } = {}): TaggedCorpus {
  if (options.file !== undefined)
    return ownTaggedCorpus('loadEntityQuestions', options.file, OWN_SHARE);
  const { sentences } = JSON.parse(readText('loadEntityQuestions', QUESTIONS_FILE)) as {
    readonly sentences: readonly Question[];
  };
  const side = (training: boolean) =>
    sentences.filter((question) => question.training === training).map(taggedQuestion);
  return { train: side(true), heldOut: side(false), origin: 'the 206 questions of this repository' };
}

/**
 * Splits a question into tokens as those who marked it did: runs of letters and digits, and every
 * other mark by itself, so that `u-bahn` is three. Spans become tags in BIO.
 *
 * @throws InputError if a span does not have the tokens that its text says
 */
export function taggedQuestion({ text, entities }: Question): TaggedSentence {
  const tokens = text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? [];
  const tags = tokens.map(() => 'O');
  for (const span of entities) {
    const marked = tokens.slice(span.start, span.stop + 1).join('');
    if (marked !== span.text.replaceAll(/\s/g, '')) throw new InputError(notThere(span, marked));
    for (let t = span.start; t <= span.stop; t++)
      tags[t] = `${t === span.start ? 'B' : 'I'}-${span.entity}`;
  }
  return { tokens, tags };
}

const notThere = ({ entity, start, stop, text }: QuestionSpan, marked: string) =>
  wrongInput(
    'taggedQuestion entities',
    `${entity} ${JSON.stringify(text)} at tokens ${start} to ${stop}`,
    JSON.stringify(marked),
    'Count tokens from 0; stop is the last one of the span.',
  );
