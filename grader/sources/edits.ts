import ts from 'typescript';
import { localNames } from './names.js';
import { helpersOf } from './reach.js';
import { coreAsSeenFrom, Source, type Sources } from './sources.js';
import type { Taught } from './taught-function.js';
import { nearestTo, placesOf, tokensOf, type Near, type Stretch, type Token } from './tokens.js';

/** A text of the key and what stands in its place in a mistake. */
export interface Edit {
  readonly from: string;
  readonly to: string;
  /** Where the bank has it. */
  readonly at: ts.Node;
}

type Place = Stretch & { readonly edit: Edit };

/**
 * A task's function with the edits of a mistake in it, and its file around it: helpers that the
 * edits change, imports that they bring in.
 *
 * @param taught the library's function
 * @param edits applied together; each text stands once in the function, else in private helpers
 * @param bank file with the edits, for messages
 * @throws LessonProblem if a text is not there, stands there twice, or overlaps another
 */
export function edited(
  taught: Taught,
  edits: readonly Edit[],
  bank: Source,
  sources: Sources,
): Taught {
  const { path, syntax } = taught.source;
  const places = edits.map((edit) => placeOf(edit, taught, bank)).sort((a, b) => a.start - b.start);
  places.forEach(({ start, edit }, i) => {
    const before = places[i - 1];
    if (before !== undefined && start < before.end)
      throw bank.fault(
        edit.at,
        `'${edit.from}' overlaps '${before.edit.from}'. Make one edit of the two.`,
      );
  });
  let text = syntax.text;
  for (const { start, end, edit } of [...places].reverse())
    text = text.slice(0, start) + edit.to + text.slice(end);
  const source = new Source(path, `${text}\n${broughtIn(taught, edits, sources).join('\n')}`);
  const [first] = edits;
  const fault = syntaxFault(source);
  if (fault !== undefined && first !== undefined)
    throw bank.fault(first.at, `leaves code that cannot be read: ${fault} Mend the edits.`);
  const name = nameOf(taught);
  const node = source.declarations.get(name)?.[0]?.node;
  if (node === undefined || !ts.isFunctionDeclaration(node))
    throw bank.fault(first?.at ?? bank.syntax, `leaves no function '${name}'. Keep its name.`);
  return { source, node };
}

function placeOf(edit: Edit, taught: Taught, bank: Source): Place {
  const { syntax, path } = taught.source;
  const wanted = tokensOf(edit.from);
  const tokensIn = (node: ts.Node) => tokensOf(syntax.text, node.getStart(syntax), node.end);
  const own = tokensIn(taught.node);
  const helpers = [...helpersOf(taught)].map(tokensIn);
  const inOwn = placesOf(wanted, own);
  const found = inOwn.length > 0 ? inOwn : helpers.flatMap((tokens) => placesOf(wanted, tokens));
  const [place, second] = found;
  if (place !== undefined && second === undefined) return { ...place, edit };
  if (place !== undefined)
    throw bank.fault(
      edit.at,
      `'${edit.from}' stands ${String(found.length)} times in ${path}. Take in more of what is around the one that is meant.`,
    );
  const near = [own, ...helpers]
    .map((tokens) => nearestTo(wanted, tokens))
    .reduce<Near | undefined>(
      (a, b) => ((b?.edits ?? Infinity) < (a?.edits ?? Infinity) ? b : a),
      undefined,
    );
  const hint =
    near === undefined
      ? 'Copy the text from there.'
      : `Nearest to it is '${syntax.text.slice(near.start, near.end).replaceAll(/\s+/g, ' ')}'.`;
  throw bank.fault(
    edit.at,
    `'${edit.from}' does not stand in '${nameOf(taught)}' of ${path}. ${hint}`,
  );
}

const nameOf = ({ node }: Taught) => node.name?.text ?? '';

/** Imports for what edits name and the key's file lacks: functions of the core, and tfjs. */
function broughtIn(taught: Taught, edits: readonly Edit[], sources: Sources): string[] {
  const { source } = taught;
  const isHere = (name: string) => source.imports.get(name)?.typeOnly === false;
  const code = [taught.node, ...helpersOf(taught)];
  const own = new Set(code.flatMap((node) => [...localNames(node).keys()]));
  const named = new Set(edits.flatMap(({ to }) => namesIn(tokensOf(to))));
  const lacking = [...named].filter(
    (name) => !isHere(name) && !own.has(name) && !source.declarations.has(name),
  );
  const core = lacking.filter((name) => sources.coreExports().has(name));
  return [
    ...(lacking.includes('tf') ? ["import * as tf from '@tensorflow/tfjs-core';"] : []),
    ...(core.length > 0
      ? [`import { ${core.join(', ')} } from '${coreAsSeenFrom(source.path)}';`]
      : []),
  ];
}

/** Names in a fragment, those after a dot left out. */
function namesIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, name }, i) =>
    kind === ts.SyntaxKind.Identifier && !['.', '?.'].includes(tokens[i - 1]?.name ?? '')
      ? [name]
      : [],
  );
}

function syntaxFault({ syntax }: Source): string | undefined {
  const { diagnostics = [] } = ts.transpileModule(syntax.text, { reportDiagnostics: true });
  const [first] = diagnostics;
  return first && ts.flattenDiagnosticMessageText(first.messageText, ' ');
}
