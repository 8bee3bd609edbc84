/**
 * Splits a text into words for a vocabulary: lower case, punctuation marks as tokens of their own,
 * an apostrophe inside a word kept in it (`isn't`, `l’eau`; the typographic apostrophe becomes the
 * plain one).
 *
 *   words("Isn't it good? 10/10!")  ->  isn't it good ? 10 / 10 !
 *
 * Letters, marks and digits are Unicode's, after composition (NFC), so that `é` is one letter
 * however it was typed.
 *
 * @param text any text; one without a visible character has no words
 * @returns the words in order
 */
export function words(text: string): string[] {
  const plain = text.normalize('NFC').toLowerCase().replaceAll('’', "'");
  return plain.match(/[\p{L}\p{M}\p{N}_]+(?:'[\p{L}\p{M}]+)*|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
}

/**
 * Splits a text into characters (Unicode code points, after composition): case, blanks and line
 * ends are kept.
 *
 * @param text any text; the empty text has no characters
 * @returns the characters in order; joined, they are the composed text again
 */
export function characters(text: string): string[] {
  return Array.from(text.normalize('NFC'));
}

/**
 * Splits a text into sentences by the rules of Unicode (Annex 29). They know no grammar:
 * `Mr. Starbuck` and `“Not I!” he said.` are parted.
 *
 * @param text any text
 * @returns the sentences in order, without blanks at their ends
 */
export function sentences(text: string): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter(
    (sentence) => sentence !== '',
  );
}
