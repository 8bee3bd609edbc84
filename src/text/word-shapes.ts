/**
 * What can be seen of a word that nobody knows: capitals, digits and marks in order, each run as
 * one, and its last two letters.
 *
 *   wordShape('Fulton')       ->  'Xx~on'
 *   wordShape('1,250')        ->  'd,d'
 *   wordShape('hard-fought')  ->  'x-x~ht'
 *
 * A tagger that replaces rare words by their shapes learns from those it saw what a new one may be.
 *
 * @param word one token
 * @returns its shape, which no word is
 */
export function wordShape(word: string): string {
  const runs = word
    .replace(/\p{Lu}+/gu, 'X')
    .replace(/[\p{Ll}\p{Lo}\p{M}]+/gu, 'x')
    .replace(/\p{N}+/gu, 'd');
  const ending = /[\p{L}\p{M}]{2}$/u.exec(word)?.[0].toLowerCase();
  return ending === undefined ? runs : `${runs}~${ending}`;
}
