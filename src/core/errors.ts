/** The library's errors and their texts: what was expected, what came, what to do. */

/** A tensor has the wrong rank, or sizes that disagree. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** An argument is outside what the function is defined for. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Thrown by a stub: the task is not written yet. */
export class Unsolved extends Error {
  override readonly name = 'Unsolved';
  constructor(readonly task: string) {
    super(
      `${task}: not written yet. Write its body in the exercise file, then run check('${task}').`,
    );
  }
}

const list = (sizes: readonly number[]) => `[${sizes.join(', ')}]`;

/** `rnnCell x: expected [B, I], received [2, 3, 5]. ...` */
export function wrongRank(what: string, axes: readonly string[], shape: readonly number[]): string {
  const open = axes[0] === '...';
  const count = axes.length - (open ? 1 : 0);
  return `${what}: expected [${axes.join(', ')}], received ${shape.length === 0 ? '[], a single number' : list(shape)}. Pass a tensor with ${open ? 'at least ' : ''}${count} ${count === 1 ? 'axis' : 'axes'}.`;
}

/** `rnnCell x: expected [B, I], received a list. ...`: what came is no tensor at all. */
export function noTensor(what: string, axes: readonly string[], received: unknown): string {
  return `${what}: expected [${axes.join(', ')}], received ${kindOf(received)}. Pass a tensor.`;
}

/** What a value is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return 'dataSync' in value ? 'a tensor' : 'a record';
}

/** One axis letter stands for two sizes. */
export function axisDisagrees(
  what: string,
  axis: string,
  expected: number,
  received: number,
): string {
  return `${what}: expected ${axis} = ${String(expected)}, received ${axis} = ${String(received)}. Give both the same size along ${axis}, or name the axes apart.`;
}

/** Two tensors have other axes before those that a spec names. */
export function leadingDisagree(
  what: string,
  expected: readonly number[],
  received: readonly number[],
): string {
  return `${what}: expected leading axes ${list(expected)}, received ${list(received)}. Give both the same axes there.`;
}

/** `expected <what>, received <what>. <remedy>` for an argument of any kind. */
export function wrongInput(
  where: string,
  expected: string,
  received: string,
  remedy: string,
): string {
  return `${where}: expected ${expected}, received ${received}. ${remedy}`;
}
