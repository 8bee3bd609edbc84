import type ts from 'typescript';

/** Axis specs beside the one that is written: `'B V -> B 1'` gives `'B V -> 1 V'`. */
export function specEdits({ text }: ts.StringLiteral): string[] {
  const [operands, result] = text.split(' -> ');
  if (operands === undefined || result === undefined) return [];
  const inputs = operands.split(', ').map((operand) => operand.split(' '));
  const output = result.split(' ').filter((axis) => axis !== '');
  const spec = (changed: readonly (readonly string[])[], to: readonly string[]) =>
    `${changed.map((axes) => axes.join(' ')).join(', ')} -> ${to.join(' ')}`;

  const turned = inputs.flatMap((axes, i) =>
    axes.length < 2
      ? []
      : [spec([...inputs.slice(0, i), exchanged(axes), ...inputs.slice(i + 1)], output)],
  );
  const [only, second] = inputs;
  if (only === undefined || second !== undefined)
    return output.length < 2 ? turned : [...turned, spec(inputs, exchanged(output))];
  return [spec(inputs, otherAxis(only, output))].filter((edited) => edited !== text);
}

/** The first two axes exchanged. */
function exchanged([a = '', b = '', ...rest]: readonly string[]): string[] {
  return [b, a, ...rest];
}

/** A reduction over another axis: the kept ones moved on by one. */
function otherAxis(input: readonly string[], output: readonly string[]): string[] {
  if (output.includes('1')) {
    const kept = output.map((axis) => (axis === '1' ? 0 : 1));
    const moved = [kept.at(-1) ?? 0, ...kept.slice(0, -1)];
    return input.map((axis, i) => (moved[i] === 1 ? axis : '1'));
  }
  return input.flatMap((axis, i) => {
    const next = input[(i + 1) % input.length] ?? axis;
    return output.includes(next) ? [axis] : [];
  });
}
