import type { MarkdownIt, StateBlock, Token } from 'markdown-it';

/** How a container was opened, and whether it was closed. */
export interface Container {
  /** What stands behind the three colons: `task rnn-cell`. */
  readonly info: string;
  readonly closed: boolean;
}

/** The container that a `container_open` token opens. */
export function containerOf(token: Token): Container {
  return { info: token.info, closed: token.meta?.['closed'] === true };
}

const opening = /^:::\s*(.*?)\s*$/;

/**
 * Teaches markdown-it the block `::: name argument` ... `:::`.
 *
 * Whatever the name, a container becomes two tokens, `container_open` and `container_close`, which
 * say whether it was closed: a forgotten `:::` must not swallow the rest of a lesson in silence.
 */
export function containers(markdown: MarkdownIt): void {
  markdown.block.ruler.before('fence', 'container', container, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}

function container(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const info = opening.exec(lineOf(state, start))?.[1];
  if (info === undefined || state.sCount[start] !== state.blkIndent) return false;
  if (silent) return true;

  let last = start + 1;
  while (info !== '' && last < end && opening.exec(lineOf(state, last))?.[1] !== '') last++;
  const closed = info !== '' && last < end;

  const open = state.push('container_open', 'div', 1);
  open.map = [start, Math.min(last + 1, end)];
  open.block = true;
  open.info = info;
  open.meta = { closed };

  const outer = { lineMax: state.lineMax, parent: state.parentType };
  state.lineMax = last;
  if (info !== '') state.md.block.tokenize(state, start + 1, last);
  state.lineMax = outer.lineMax;
  state.parentType = outer.parent;

  state.push('container_close', 'div', -1).block = true;
  state.line = closed ? last + 1 : last;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}
