import ts from 'typescript';
import { specEdits } from './spec-edits.js';

/** One small change of a text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly description: string;
  /** Function that the edit brings in: `core.mean`, `tf.mean`. */
  readonly brings?: string;
}

/** The edits of one node, those of the nodes within it apart. */
export function editsOf(node: ts.Node): Edit[] {
  if (ts.isBinaryExpression(node)) return binaryEdits(node);
  if (ts.isPrefixUnaryExpression(node)) return prefixEdits(node);
  if (ts.isNumericLiteral(node)) return [numberEdit(node)];
  if (ts.isStringLiteral(node)) return specEdits(node).map((spec) => stringEdit(node, spec));
  if (ts.isCallExpression(node)) return callEdits(node);
  if (ts.isArrayLiteralExpression(node)) return arrayEdits(node);
  if (ts.isConditionalExpression(node)) {
    const { condition, whenTrue, whenFalse } = node;
    const text = `${condition.getText()} ? ${whenFalse.getText()} : ${whenTrue.getText()}`;
    return [replaced(node, text, `branches exchanged: ${short(node)}`)];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    const other = node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true';
    return [replaced(node, other, `${node.getText()} becomes ${other}: ${short(node.parent)}`)];
  }
  if (ts.isExpressionStatement(node))
    return [replaced(node, ';', `left out: ${short(node.expression)}`)];
  return [];
}

const otherOperator: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
};

function binaryEdits(node: ts.BinaryExpression): Edit[] {
  const { left, right, operatorToken } = node;
  const operator = operatorToken.getText();
  const other = otherOperator[operator];
  const edits: Edit[] = [];
  if (other !== undefined)
    edits.push(replaced(operatorToken, other, `${operator} becomes ${other}: ${short(node)}`));
  if (['+', '-', '*', '/'].includes(operator))
    edits.push(replaced(node, `(${left.getText()})`, `${short(right)} left out: ${short(node)}`));
  if (operator === '+' || operator === '*')
    edits.push(replaced(node, `(${right.getText()})`, `${short(left)} left out: ${short(node)}`));
  return edits;
}

function prefixEdits(node: ts.PrefixUnaryExpression): Edit[] {
  const sign = ts.tokenToString(node.operator) ?? '';
  if (sign !== '-' && sign !== '!') return [];
  return [replaced(node, node.operand.getText(), `${sign} left out: ${short(node.parent)}`)];
}

function numberEdit(node: ts.NumericLiteral): Edit {
  const value = Number(node.text);
  const other = String(Number.isInteger(value) ? value + 1 : value * 2);
  return replaced(node, other, `${node.text} becomes ${other}: ${short(node.parent)}`);
}

function stringEdit(node: ts.StringLiteral, spec: string): Edit {
  return replaced(node, `'${spec}'`, `'${node.text}' becomes '${spec}'`);
}

function arrayEdits(node: ts.ArrayLiteralExpression): Edit[] {
  if (node.elements.length < 2) return [];
  const turned = [...node.elements].reverse().map((element) => element.getText());
  const text = `[${turned.join(', ')}]`;
  return text === node.getText()
    ? []
    : [replaced(node, text, `order turned around: ${short(node)}`)];
}

const otherFunction: Readonly<Record<string, readonly string[]>> = {
  add: ['sub'],
  sub: ['add'],
  mul: ['div'],
  div: ['mul'],
  sum: ['mean'],
  mean: ['sum'],
  max: ['sum'],
  maximum: ['minimum'],
  minimum: ['maximum'],
};

const orderless = ['add', 'mul', 'max', 'min', 'maximum', 'minimum', 'equal', 'notEqual'];

function callEdits(node: ts.CallExpression): Edit[] {
  const name = calledFunction(node);
  if (name === undefined) return [];
  return [...renamed(node, name), ...droppedArguments(node, name), ...exchanged(node, name)];
}

/** `add` of `add(...)` and of `tf.add(...)`; nothing for methods of values. */
function calledFunction({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const owner = expression.expression.getText();
  return owner === 'tf' || owner === 'Math' ? expression.name.text : undefined;
}

function renamed(node: ts.CallExpression, name: string): Edit[] {
  const { expression } = node;
  const isMember = ts.isPropertyAccessExpression(expression);
  const inMath = isMember && expression.expression.getText() === 'Math';
  const others = inMath ? { max: ['min'], min: ['max'] }[name] : otherFunction[name];
  return (others ?? []).flatMap((other) => {
    if (!isMember && other === 'minimum') return [];
    const at = isMember ? expression.name : expression;
    const edit = replaced(at, other, `${name} becomes ${other}: ${short(node)}`);
    return [inMath ? edit : { ...edit, brings: `${isMember ? 'tf' : 'core'}.${other}` }];
  });
}

/** A term left out of an operation; a function of one argument left out whole. */
function droppedArguments(node: ts.CallExpression, name: string): Edit[] {
  const [a, b, more] = node.arguments;
  if (a === undefined || more !== undefined || isCode(a)) return [];
  if (b === undefined)
    return [replaced(node, `(${a.getText()})`, `${name} left out: ${short(node)}`)];
  if (!['add', 'sub', 'mul', 'div', 'maximum', 'minimum'].includes(name)) return [];
  const edits = [replaced(node, a.getText(), `${short(b)} left out: ${short(node)}`)];
  if (name === 'add' || name === 'mul')
    edits.push(replaced(node, b.getText(), `${short(a)} left out: ${short(node)}`));
  return edits;
}

/** Neighbouring arguments exchanged, where their order says something. */
function exchanged(node: ts.CallExpression, name: string): Edit[] {
  if (orderless.includes(name)) return [];
  return node.arguments.flatMap((first, i) => {
    const second = node.arguments[i + 1];
    if (second === undefined || isPlain(first) || isPlain(second)) return [];
    if (first.getText() === second.getText()) return [];
    const texts = node.arguments.map((argument) => argument.getText());
    texts.splice(i, 2, second.getText(), first.getText());
    const description = `${short(first)} and ${short(second)} exchanged: ${short(node)}`;
    return [replaced(node, `${node.expression.getText()}(${texts.join(', ')})`, description)];
  });
}

function isCode(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** What can stand in no other argument's place without a crash, which would prove nothing. */
function isPlain(node: ts.Node): boolean {
  return (
    ts.isStringLiteral(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    isCode(node)
  );
}

function replaced(node: ts.Node, text: string, description: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text, description };
}

/** A node's text on one line, its middle left out where it is long. */
function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 40)} ... ${text.slice(-14)}`;
}
