/**
 * What a terminal would obey: control characters, and bidirectional overrides and isolates, which
 * can make a line read as another.
 */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON of which a terminal obeys nothing; it means the same. */
export const safeJson = (json: string): string => json.replace(obeyed, escaped);

/**
 * Text that came from a submission, safe to print: what a terminal would obey is shown instead.
 *
 * Line breaks and tabs stay; every other control character becomes visible.
 */
export function safeText(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      // The control pictures stand 0x2400 above the characters they show.
      .replace(/[\0-\x08\x0b-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
      .replaceAll('\x7f', '\u2421')
      .replace(obeyed, escaped)
  );
}

/** As `safeText`, on one line: names of files and lessons. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll(/[\n\t]+/g, ' ');
}
