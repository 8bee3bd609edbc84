import { Handle, isList, isRecord, StandIn, TensorValue, type Value } from '../value.js';

/** A notebook's cell beside an open exercise file shows so much and a name. */
const widest = 64;

/**
 * A value as TypeScript that makes it.
 *
 * @param value tensors, lists, records, plain values
 * @param nameOf what a function is called that is passed in or was returned before
 * @param indent blanks before each line but the first
 */
export function literal(
  value: Value,
  nameOf: (value: Handle | StandIn) => string,
  indent = '',
): string {
  if (value instanceof TensorValue) return tensorText(value, indent);
  if (value instanceof Handle || value instanceof StandIn) return nameOf(value);
  const inside = `${indent}  `;
  if (isList(value))
    return wrapped(
      '[',
      value.map((item) => literal(item, nameOf, inside)),
      ']',
      indent,
    );
  if (isRecord(value)) {
    const parts = Object.entries(value).map(
      ([key, item]) => `${keyText(key)}: ${literal(item, nameOf, inside)}`,
    );
    return parts.length === 0 ? '{}' : wrapped('{ ', parts, ' }', indent);
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** A key as an object's literal needs it. */
export function keyText(key: string): string {
  return isIdentifier(key) ? key : quoted(key);
}

/** Whether a text can stand as a name. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** On one line where that is short and no part has several. */
function wrapped(open: string, parts: readonly string[], close: string, indent: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length + indent.length <= widest && !line.includes('\n')) return line;
  const inside = parts.map((part) => `${indent}  ${part},\n`).join('');
  return `${open.trimEnd()}\n${inside}${indent}${close.trimStart()}`;
}

const makers = ['scalar', 'tensor1d', 'tensor2d', 'tensor3d', 'tensor4d', 'tensor5d', 'tensor6d'];

function tensorText({ dtype, shape, data }: TensorValue, indent: string): string {
  const rank = shape.length;
  const maker = `tf.${makers[rank] ?? 'tensor'}`;
  const type = dtype === 'float32' ? '' : `, '${dtype}'`;
  if (rank === 0) return `${maker}(${entryText(data[0] ?? NaN)}${type})`;
  const sizes = `[${shape.join(', ')}]`;
  // A literal without entries does not say its shape.
  if (data.length === 0) return `tf.zeros<tf.Rank.R${String(rank)}>(${sizes}${type})`;
  const shapeText = type === '' || rank === 1 ? '' : `, ${sizes}`;
  return `${maker}(${entriesText(data, shape, indent)}${shapeText}${type})`;
}

function entriesText(data: Float64Array, shape: readonly number[], indent: string): string {
  const [length = 0, ...inner] = shape;
  if (inner.length === 0) return `[${Array.from(data, entryText).join(', ')}]`;
  const step = data.length / length;
  const rows = Array.from({ length }, (_, i) =>
    entriesText(data.subarray(i * step, (i + 1) * step), inner, `${indent}  `),
  );
  return wrapped('[', rows, ']', indent);
}

/** Nine digits tell every float32 from its neighbours. */
const entryText = (x: number) => String(Object.is(x, -0) ? 0 : Number(x.toPrecision(9)));
