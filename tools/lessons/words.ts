/**
 * How many words a reader reads: a formula counts as one; code blocks, addresses of links, and
 * HTML tags count as none.
 */
export function countWords(markdown: string): number {
  const prose = withoutCode(markdown)
    .replaceAll('\\$', '')
    .replaceAll(/\$\$[^$]*\$\$|\$[^$]*\$/g, ' x ')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/<[^>]*>/g, ' ');
  return prose.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}

/** The lines of TypeScript that stand in a text without running; empty lines do not count. */
export function countShownCode(markdown: string): number {
  return [...markdown.matchAll(fence)]
    .filter(([, , info = '']) => /^ts\b/.test(info))
    .reduce((sum, [, , , code = '']) => sum + countLines(code), 0);
}

/** Images of a text, in Markdown and in HTML. */
export function countImages(markdown: string): number {
  const prose = withoutCode(markdown).replaceAll(/`[^`\n]*`/g, '');
  return prose.match(/!\[[^\]]*\]\(|<img\b/g)?.length ?? 0;
}

/** Lines that are not empty. */
export function countLines(code: string): number {
  return code.split('\n').filter((line) => line.trim() !== '').length;
}

const fence = /^ *(`{3,}|~{3,})(.*)\n([\s\S]*?)^ *\1/gm;

const withoutCode = (markdown: string) => markdown.replaceAll(fence, '');
