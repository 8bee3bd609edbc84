/** Parts of speech in twelve kinds. */
export type PartOfSpeech =
  | 'NOUN'
  | 'VERB'
  | 'ADJ'
  | 'ADV'
  | 'PRON'
  | 'DET'
  | 'ADP'
  | 'NUM'
  | 'CONJ'
  | 'PRT'
  | '.'
  | 'X';

/** Brown's tags by the letters they begin with; the first that fits counts. */
const KINDS: readonly (readonly [RegExp, PartOfSpeech])[] = [
  [/^[^a-z]+$/, '.'],
  [/^(nn|np|nr)/, 'NOUN'],
  [/^(vb|be|do|hv|md)/, 'VERB'],
  [/^jj/, 'ADJ'],
  [/^(rb|rn|ql|wrb|wql)/, 'ADV'],
  [/^(pp\$(?!\$)|at|dt|ab|ap|wdt|wp\$)/, 'DET'],
  [/^(pp|pn|wp|ex)/, 'PRON'],
  [/^(cd|od)/, 'NUM'],
  [/^(in|cs)/, 'ADP'],
  [/^cc/, 'CONJ'],
  [/^(rp|to)/, 'PRT'],
];
const NEGATION = '*';

/**
 * Puts one of Brown's tags (there are some 470 with their marks) into one of twelve kinds. What a
 * mark adds is left out: `fw-` foreign, `-hl` headline, `-tl` title, `-nc` cited. A token that is
 * two words, `they'll/ppss+md`, is what its first one is.
 *
 * Source: the kinds of Petrov, Das and McDonald 2012, "A universal part-of-speech tagset". Variant:
 * our own table, made from the Brown manual (Francis and Kucera 1979): possessives (`my`) are DET,
 * ordinals (`third`) NUM, cs (`that`, `if`) ADP.
 *
 * @param tag as it stands in the corpus, `nn-tl`
 */
export function partOfSpeech(tag: string): PartOfSpeech {
  const first = plainTag(tag).split('+')[0] ?? '';
  if (first === NEGATION) return 'ADV';
  return KINDS.find(([pattern]) => pattern.test(first))?.[1] ?? 'X';
}

/** Whether a tag marks a proper noun, such as `np`, or `np$` for one in the genitive. */
export function isProperNoun(tag: string): boolean {
  return plainTag(tag).startsWith('np');
}

function plainTag(tag: string): string {
  return tag.toLowerCase().replace(/^fw-/, '').replace(/(-(hl|tl|nc|t))+$/, '');
}
