import { safeText } from './safe-text.js';

/** Text as HTML: nothing in it is taken for markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Text that is HTML already. Only `html` and `trusted` make one, so that nothing else is. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What stands between the pieces of a page. */
export type Part = Html | string | number | undefined | readonly Part[];

/**
 * A piece of a page, as a tagged template. Every text put into it is escaped and made safe to read,
 * in elements and in quoted attributes alike; pieces made by `html` are put in as they are.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.map((markup, i) => markup + (i < parts.length ? markupOf(parts[i]) : ''));
  return new Html(pieces.join(''));
}

/** Markup of our own that was made elsewhere. */
export const trusted = (markup: string) => new Html(markup);

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escapeHtml(safeText(String(part)));
}
