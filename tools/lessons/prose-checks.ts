import type { Token } from 'markdown-it';

/** Says what is wrong in a line, counted from 0; ends the reading. */
export type Refuse = (line: number, fault: string) => never;

/**
 * Checks what Markdown itself lets pass: fences left open, levels of headings left out, pictures
 * that only the seeing can read, formulas left open.
 *
 * @param tokens of a whole lesson
 * @param lines that they were read from
 */
export function checkProse(
  tokens: readonly Token[],
  lines: readonly string[],
  refuse: Refuse,
): void {
  const headings = new Map<string, number>();
  let level = 0;
  let line = 0;
  for (const [i, token] of tokens.entries()) {
    line = token.map?.[0] ?? line;
    if (token.type === 'fence') checkFence(token, lines, refuse);
    else if (token.type === 'html_block') checkPicturesInHtml(token.content, line, refuse);
    else if (token.type === 'heading_open') {
      const next = Number(token.tag.slice(1));
      const title = tokens[i + 1]?.content ?? '';
      if (next > level + 1)
        refuse(
          line,
          level === 0
            ? `the first heading is of level ${String(next)}. Begin with '# The title'.`
            : `a heading of level ${String(next)} follows one of level ${String(level)}. Leave none out.`,
        );
      const first = headings.get(title);
      if (first !== undefined) refuse(line, `the heading '${title}' stands twice. Reword one.`);
      headings.set(title, line);
      level = next;
    } else if (token.type === 'inline') {
      checkPictures(token, line, refuse);
      checkFormulas(token.content, line, refuse);
    }
  }
}

function checkFence(
  { map, markup, info, content }: Token,
  lines: readonly string[],
  refuse: Refuse,
): void {
  if (map === null) return;
  const [start, end] = map;
  const opening = `${markup}${info}`;
  const other = content
    .split('\n')
    .findIndex((line) => line.trimStart().startsWith(markup) && /^\s*[`~]+\s*\w/.test(line));
  if (other >= 0)
    refuse(start, `'${opening}' is not closed before the next one. End it with '${markup}'.`);
  if (end - start < 2 || !lines[end - 1]?.trim().startsWith(markup))
    refuse(start, `'${opening}' is not closed. End it with '${markup}'.`);
}

const alternative = 'Say in words what it shows: ![it shows this](file.svg).';

function checkPictures(token: Token, line: number, refuse: Refuse): void {
  let at = line;
  for (const child of token.children ?? []) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') at++;
    if (child.type === 'image' && child.content.trim() === '')
      refuse(at, `this picture has no text. ${alternative}`);
    if (child.type === 'html_inline') checkPicturesInHtml(child.content, at, refuse);
  }
}

function checkPicturesInHtml(html: string, line: number, refuse: Refuse): void {
  for (const picture of html.matchAll(/<img\b[^>]*>/g))
    if (!/\balt="[^"]*\S[^"]*"/.test(picture[0]))
      refuse(
        line + linesIn(html.slice(0, picture.index)),
        `this picture has no text. Add alt="...".`,
      );
}

/** Checks that each `$` and `$$` of a paragraph has its other one; code and `\$` do not count. */
function checkFormulas(content: string, line: number, refuse: Refuse): void {
  const prose = content.replaceAll(/(`+)[^`][\s\S]*?\1(?!`)/g, (code) =>
    code.replaceAll(/[^\n]/g, ' '),
  );
  let open: { readonly mark: string; readonly index: number } | undefined;
  for (const { 0: mark, index } of prose.matchAll(/\\[\s\S]|\$\$|\$/g)) {
    if (mark.startsWith('\\')) continue;
    if (open === undefined) open = { mark, index };
    else if (open.mark === mark) open = undefined;
    else if (open.mark === '$') open = { mark: '$', index: index + 1 };
  }
  if (open === undefined) return;
  const at = line + linesIn(prose.slice(0, open.index));
  refuse(at, `'${open.mark}' is not closed in its paragraph. Close it; for money write '\\$'.`);
}

const linesIn = (text: string) => text.match(/\n/g)?.length ?? 0;
