import ts from 'typescript';

/** One word of a text: a name, a number, a string, a sign. */
export interface Token {
  /** As it is compared: the same string in other quotes is the same token. */
  readonly name: string;
  readonly kind: ts.SyntaxKind;
  readonly start: number;
  readonly end: number;
}

/**
 * A piece of TypeScript as tokens. White space, comments and the comma that a formatter puts before
 * a closing bracket are not among them, so that line breaks tell no two pieces apart.
 *
 * @param text a file, or a fragment that need not parse
 * @param from where the piece begins in it
 * @param to where it ends
 */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const { ES2022 } = ts.ScriptTarget;
  const { Standard } = ts.LanguageVariant;
  const scanner = ts.createScanner(ES2022, true, Standard, text, undefined, from, to - from);
  const tokens: Token[] = [];
  const inTemplate: boolean[] = [];
  for (;;) {
    let kind = scanner.scan();
    if (kind === ts.SyntaxKind.EndOfFileToken) break;
    if (kind === ts.SyntaxKind.SlashToken && !endsValue(tokens.at(-1)))
      kind = scanner.reScanSlashToken();
    if (kind === ts.SyntaxKind.CloseBraceToken && inTemplate.pop() === true)
      kind = scanner.reScanTemplateToken(false);
    if (kind === ts.SyntaxKind.OpenBraceToken) inTemplate.push(false);
    if (kind === ts.SyntaxKind.TemplateHead || kind === ts.SyntaxKind.TemplateMiddle)
      inTemplate.push(true);
    const name =
      kind === ts.SyntaxKind.StringLiteral
        ? JSON.stringify(scanner.getTokenValue())
        : scanner.getTokenText();
    tokens.push({ name, kind, start: scanner.getTokenStart(), end: scanner.getTokenEnd() });
  }
  return tokens.filter(({ name }, i) => name !== ',' || !isCloser(tokens[i + 1]));
}

const isCloser = (token: Token | undefined) =>
  token !== undefined && [')', ']', '}'].includes(token.name);

/** What a slash after it divides. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const { Identifier, NumericLiteral, StringLiteral } = ts.SyntaxKind;
  return isCloser(token) || [Identifier, NumericLiteral, StringLiteral].includes(token.kind);
}

/** A stretch of a text, from its start up to its end. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where some tokens stand among others, one after the other. */
export function placesOf(wanted: readonly Token[], among: readonly Token[]): Stretch[] {
  const [first] = wanted;
  if (first === undefined) return [];
  return among.flatMap(({ start }, i) => {
    const last = among[i + wanted.length - 1];
    const isHere = wanted.every(({ name }, j) => among[i + j]?.name === name);
    return isHere && last !== undefined ? [{ start, end: last.end }] : [];
  });
}

/** How some tokens are had from a stretch of others with the fewest edits (Sellers 1980). */
export interface Near extends Stretch {
  readonly edits: number;
}

/** The stretch of a text that is most like some tokens; nothing if all of it differs. */
export function nearestTo(wanted: readonly Token[], among: readonly Token[]): Near | undefined {
  interface Way {
    readonly edits: number;
    readonly first: number;
  }
  const fewest = (ways: readonly Way[]) => ways.reduce((a, b) => (b.edits < a.edits ? b : a));
  const dearer = ({ edits, first }: Way, by: number): Way => ({ edits: edits + by, first });
  const none: Way = { edits: Infinity, first: 0 };
  // Of a row, entry j: how the tokens so far are had from a stretch that ends before j.
  let row: readonly Way[] = [...among, undefined].map((_, first) => ({ edits: 0, first }));
  for (const { name } of wanted) {
    const next = [dearer(row[0] ?? none, 1)];
    among.forEach((token, j) => {
      const left = dearer(next[j] ?? none, 1);
      const above = dearer(row[j + 1] ?? none, 1);
      next.push(fewest([dearer(row[j] ?? none, token.name === name ? 0 : 1), left, above]));
    });
    row = next;
  }
  const best = fewest(row);
  const [first, last] = [among[best.first], among[row.indexOf(best) - 1]];
  if (best.edits >= wanted.length || first === undefined || last === undefined) return undefined;
  return { start: first.start, end: last.end, edits: best.edits };
}
