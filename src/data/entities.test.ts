import { describe, expect, test } from 'vitest';
import { loadEntityQuestions, taggedQuestion, type Question } from './entities.js';

const { train, heldOut } = loadEntityQuestions();
const text = ({ tokens }: { readonly tokens: readonly string[] }) => tokens.join(' ');

/** Spans of each kind, by their first tokens. */
function kinds(sentences: typeof train): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const tag of sentences.flatMap(({ tags }) => tags))
    if (tag.startsWith('B-')) counts[tag.slice(2)] = (counts[tag.slice(2)] ?? 0) + 1;
  return counts;
}

describe('loadEntityQuestions', () => {
  test("parts the questions as the set itself does", () => {
    expect([train.length, heldOut.length]).toEqual([100, 106]);
    const seen = new Set(train.map(text));
    expect(heldOut.filter((one) => seen.has(text(one)))).toEqual([]);
  });

  test('has the 500 spans of the datasheet, of seven kinds', () => {
    expect(kinds(train)).toEqual({
      StationStart: 91,
      StationDest: 57,
      Vehicle: 50,
      Criterion: 50,
      TimeStartTime: 5,
      TimeEndTime: 2,
      Line: 2,
    });
    expect(kinds(heldOut)).toEqual({
      StationStart: 102,
      StationDest: 71,
      Vehicle: 35,
      Criterion: 34,
      Line: 1,
    });
  });

  test('has a tag for each token, and as many tokens as the datasheet says', () => {
    const all = [...train, ...heldOut];
    for (const { tokens, tags } of all) expect(tags).toHaveLength(tokens.length);
    expect(all.reduce((sum, { tokens }) => sum + tokens.length, 0)).toBe(1758);
  });
});

describe('taggedQuestion', () => {
  const question = (entities: Question['entities']): Question => ({
    text: "the next u-bahn from garching's süd?",
    intent: 'DepartureTime',
    entities,
    training: true,
  });

  test('marks are tokens, and stop is the last token of a span', () => {
    const { tokens, tags } = taggedQuestion(
      question([
        { entity: 'StationStart', start: 6, stop: 9, text: "garching's süd" },
        { entity: 'Vehicle', start: 2, stop: 4, text: 'u-bahn' },
      ]),
    );
    expect(tokens.join(' ')).toBe("the next u - bahn from garching ' s süd ?");
    expect(tags.join(' ')).toBe(
      'O O B-Vehicle I-Vehicle I-Vehicle O B-StationStart I-StationStart I-StationStart I-StationStart O',
    );
  });

  test('a span that has not the tokens of its text is refused', () => {
    expect(() =>
      taggedQuestion(question([{ entity: 'Vehicle', start: 2, stop: 5, text: 'u-bahn' }])),
    ).toThrow(
      'taggedQuestion entities: expected Vehicle "u-bahn" at tokens 2 to 5, received "u-bahnfrom". ' +
        'Count tokens from 0; stop is the last one of the span.',
    );
  });
});
