import { sameShape } from '../../grader/judge/compare.js';
import { isList, isRecord, TensorValue, type Value } from '../../grader/value.js';

/** A value of the same form in which every number is the given one. */
export function filled(form: Value, number: number): Value {
  const fill = ({ dtype, shape, data }: TensorValue) =>
    new TensorValue(dtype, shape, new Float64Array(data.length).fill(number));
  return mapped(form, fill, number);
}

/** A value of the same form, each tensor of it the first candidate of its shape; else zeros. */
export function fitted(form: Value, candidates: readonly Value[]): Value {
  const fit = ({ dtype, shape, data }: TensorValue) => {
    const found = candidates.find(
      (part): part is TensorValue => part instanceof TensorValue && sameShape(part.shape, shape),
    );
    return new TensorValue(dtype, shape, found?.data ?? new Float64Array(data.length));
  };
  return mapped(form, fit, 0);
}

/** As above, with 1 at the largest entry of each row of what fits and 0 elsewhere. */
export function largest(form: Value, candidates: readonly Value[]): Value {
  const mark = ({ dtype, shape, data }: TensorValue) => {
    const V = shape.at(-1) ?? 1;
    const rowAt = (at: number) => data.slice(at - (at % V), at - (at % V) + V);
    const marks = data.map((entry, at) => Number(entry === Math.max(...rowAt(at))));
    return new TensorValue(dtype, shape, marks);
  };
  return mapped(fitted(form, candidates), mark, 0);
}

function mapped(form: Value, tensor: (of: TensorValue) => Value, number: number): Value {
  const visit = (part: Value): Value => {
    if (part instanceof TensorValue) return tensor(part);
    if (isList(part)) return part.map(visit);
    if (isRecord(part))
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, visit(item)]));
    if (typeof part === 'boolean') return number !== 0;
    return typeof part === 'string' ? '' : number;
  };
  return visit(form);
}
