import type { Token } from 'markdown-it';

/** A heading of a lesson's text. */
export interface Heading {
  /** As it is read, without marks. */
  readonly title: string;
  readonly line: number;
}

/** A link or a picture of a lesson's text. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** Headings and links of a text, those within containers among them; lines are counted from 0. */
export function outlineOf(tokens: readonly Token[]): {
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
} {
  const headings: Heading[] = [];
  const links: Link[] = [];
  let line = 0;
  for (const [i, token] of tokens.entries()) {
    line = token.map?.[0] ?? line;
    if (token.type === 'html_block') links.push(...linksInHtml(token.content, line));
    if (token.type !== 'inline') continue;
    if (tokens[i - 1]?.type === 'heading_open') headings.push({ title: plainText(token), line });
    let at = line;
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') at++;
      const target = child.attrGet(child.type === 'image' ? 'src' : 'href');
      if (typeof target === 'string') links.push({ target, line: at });
      if (child.type === 'html_inline') links.push(...linksInHtml(child.content, at));
    }
  }
  return { headings, links };
}

function linksInHtml(html: string, line: number): Link[] {
  return [...html.matchAll(/\b(?:src|href)="([^"]+)"/g)].map((found) => ({
    target: found[1] ?? '',
    line: line + (html.slice(0, found.index).match(/\n/g)?.length ?? 0),
  }));
}

function plainText(token: Token): string {
  return (token.children ?? []).map(({ content }) => content).join('');
}
