import { Draws } from '../../src/core/draws.js';
import type { Observed, Outcome } from '../outcome.js';
import type { Case } from '../task.js';
import { isList, isRecord, tensor, tensorsIn, TensorValue, type Value } from '../value.js';
import { GraderFault, type Subject } from './subject.js';

/**
 * What is right, case by case: from the lesson's fixtures, else from the library's own function.
 */
export interface References {
  value(asked: Case): Promise<Value>;
  /** Weights of the scalar whose gradient is taken. */
  cotangent(asked: Case): Promise<Value>;
  gradients(
    asked: Case,
    withRespectTo: readonly string[],
  ): Promise<Readonly<Record<string, TensorValue>>>;
  /** How many tensors the library's own function leaves behind. */
  leaked(asked: Case): Promise<number>;
}

/** References that ask the library only where a case does not bring its own, and once a case. */
export function makeReferences(library: Subject): References {
  const asked = new Map<string, Map<Case, Promise<Value>>>();
  const once = (what: string, of: Case, ask: () => Promise<Value>) => {
    const answers = asked.get(what) ?? new Map<Case, Promise<Value>>();
    asked.set(what, answers);
    const answer = answers.get(of) ?? ask();
    answers.set(of, answer);
    return answer;
  };
  const value = (of: Case) =>
    Object.hasOwn(of, 'expected')
      ? Promise.resolve(of.expected)
      : once('value', of, async () => valueOf(await library.call(of.args), of));
  const cotangent = (of: Case) =>
    of.cotangent !== undefined
      ? Promise.resolve(of.cotangent)
      : once('cotangent', of, async () => weightsLike(await value(of), of.name));
  return {
    value,
    cotangent,
    gradients: async (of, withRespectTo) => {
      const known = of.gradients;
      if (known !== undefined && withRespectTo.every((path) => Object.hasOwn(known, path)))
        return pick(known, withRespectTo);
      const answer = await once(`gradients ${withRespectTo.join(' ')}`, of, async () => {
        const outcome = await library.gradient(of.args, withRespectTo, await cotangent(of));
        return gradientsOf(outcome, of, withRespectTo);
      });
      return answer as Readonly<Record<string, TensorValue>>;
    },
    leaked: async (of) => (await observedOf(library, of)).tensorsLeaked,
  };
}

/** Gradients with zeros in the place of null: the output does not depend on that argument. */
export function filledGradients(
  gradients: Readonly<Record<string, TensorValue | null>>,
  of: Case,
  withRespectTo: readonly string[],
): Readonly<Record<string, TensorValue>> {
  const args = new Map(tensorsIn(of.args));
  return Object.fromEntries(
    withRespectTo.map((path) => {
      const argument = args.get(path);
      if (argument === undefined) throw new GraderFault(`${of.name}: no tensor argument ${path}`);
      const zeros = () => tensor(argument.shape, new Float64Array(argument.data.length));
      return [path, gradients[path] ?? zeros()];
    }),
  );
}

function gradientsOf(outcome: Outcome, of: Case, withRespectTo: readonly string[]) {
  if (outcome.kind === 'gradient') return filledGradients(outcome.gradients, of, withRespectTo);
  throw new GraderFault(`the library gave no gradient for ${of.name}: ${JSON.stringify(outcome)}`);
}

async function observedOf(library: Subject, of: Case): Promise<Observed> {
  const outcome = await library.call(of.args);
  if (outcome.kind === 'value') return outcome.observed;
  throw new GraderFault(`the library gave no answer for ${of.name}: ${outcome.kind}`);
}

function valueOf(outcome: Outcome, of: Case): Value {
  if (outcome.kind === 'value') return outcome.value;
  throw new GraderFault(`the library gave no answer for ${of.name}: ${JSON.stringify(outcome)}`);
}

function pick(known: Readonly<Record<string, TensorValue>>, paths: readonly string[]) {
  return Object.fromEntries(
    paths.flatMap((path) => (known[path] === undefined ? [] : [[path, known[path]] as const])),
  );
}

/** Seeded normal weights in the form of an output, so that no entry's gradient is lost in a sum. */
function weightsLike(value: Value, name: string): Value {
  const rng = new Draws(2).split(name);
  const fill = (part: Value): Value => {
    if (part instanceof TensorValue)
      return tensor(
        part.shape,
        Array.from(part.data, () => rng.normal()),
      );
    if (isList(part)) return part.map(fill);
    if (isRecord(part))
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, fill(item)]));
    return part;
  };
  return fill(value);
}
