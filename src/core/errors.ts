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
  return `${what}: expected [${axes.join(', ')}], received ${shape.length === 0 ? '[], a single number' : list(shape)}. Pass a tensor with ${String(axes.length)} ${axes.length === 1 ? 'axis' : 'axes'}.`;
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

/** `expected <what>, received <what>. <remedy>` for an argument of any kind. */
export function wrongInput(
  where: string,
  expected: string,
  received: string,
  remedy: string,
): string {
  return `${where}: expected ${expected}, received ${received}. ${remedy}`;
}
