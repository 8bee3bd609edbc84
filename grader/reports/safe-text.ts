/** Bidirectional overrides and isolates, which can make a line read as another. */
const bidirectional = new Set([
  0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
]);

/**
 * Text that came from a submission, safe to print: what a terminal would obey is shown instead.
 *
 * Line breaks and tabs stay; every other control character becomes visible.
 */
export function safeText(text: string): string {
  return Array.from(text.replaceAll('\r\n', '\n'), shown).join('');
}

function shown(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (char === '\n' || char === '\t') return char;
  // The control pictures stand 0x2400 above the characters they show.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const obeyed = (code >= 0x80 && code < 0xa0) || bidirectional.has(code);
  return obeyed ? `\\u${code.toString(16).padStart(4, '0')}` : char;
}

/** As `safeText`, on one line: names of files and lessons. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll(/[\n\t]+/g, ' ');
}
