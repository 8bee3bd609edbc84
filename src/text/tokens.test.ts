import { describe, expect, test } from 'vitest';
import { characters, sentences, words } from './tokens.js';

describe('words', () => {
  test('are lower case, with punctuation apart and apostrophes kept', () => {
    expect(words("Isn't it good? 10/10!")).toEqual(
      ["isn't", 'it', 'good', '?', '10', '/', '10', '!'], // as in the docstring
    );
  });

  test('of a text in curly quotes are those of the plain text', () => {
    expect(words('people’s hats—“off”')).toEqual(["people's", 'hats', '—', '“', 'off', '”']);
    expect(words("people's")).toEqual(words('people’s'));
  });

  test('are whole in every script', () => {
    expect(words('Größe naïve 東京 привет हिन्दी')).toEqual([
      'größe',
      'naïve',
      '東京',
      'привет',
      'हिन्दी',
    ]);
  });

  test('do not depend on how an accent was typed', () => {
    expect(words('cafe\u0301')).toEqual(words('caf\u00e9'));
  });

  test('keep an emoji as one token', () => {
    expect(words('good 👍')).toEqual(['good', '👍']);
  });

  test('lose nothing that is visible', () => {
    const text = 'Wow... Loved this place. #1 -- "why" (2.5)! a_b';
    expect(words(text).join('')).toBe(text.toLowerCase().replace(/\s/g, ''));
  });

  test.each(['', '   ', '\n\t\u00a0'])('of %j are none', (text) => {
    expect(words(text)).toEqual([]);
  });
});

describe('characters', () => {
  test('joined are the text again', () => {
    const text = 'Call me\n\nIshmael—👍';
    expect(characters(text).join('')).toBe(text);
    expect(characters('a👍')).toHaveLength(2);
  });

  test('do not depend on how an accent was typed', () => {
    expect(characters('e\u0301')).toEqual(['\u00e9']);
  });

  test('of the empty text are none', () => {
    expect(characters('')).toEqual([]);
  });
});

describe('sentences', () => {
  test('end at marks, after the quote that closes, and at line ends', () => {
    expect(sentences('Call me Ishmael. Who is that? “Not I!” he said.\nAnd so on')).toEqual([
      'Call me Ishmael.',
      'Who is that?',
      '“Not I!”',
      'he said.',
      'And so on',
    ]);
  });

  test('lose nothing but blanks', () => {
    const text = 'One.  Two?\n\nThree';
    expect(sentences(text).join('')).toBe(text.replace(/\s/g, ''));
  });

  test.each(['', ' \n '])('of %j are none', (text) => {
    expect(sentences(text)).toEqual([]);
  });
});
