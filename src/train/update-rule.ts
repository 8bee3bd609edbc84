import * as tf from '@tensorflow/tfjs-core';
import {
  flattenParams,
  InputError,
  mapParams,
  ShapeError,
  sub,
  wrongInput,
  type Params,
} from '../core/index.js';
import { checkedCount } from './settings.js';
import { entryAt } from './entry-at.js';
import type { Rates } from './schedules.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What an optimizer remembers between steps: tensors by name, for the path of each weight. */
export type OptimizerState<M extends Tensors = Tensors> = Readonly<Record<string, M>>;

/**
 * The numbers of one step, such as rates: scalars by name, for the path of each weight. All that
 * follows from the count of steps is here, as a tensor: a step that is recorded once can be
 * replayed with the numbers of the next.
 */
export type StepNumbers<N extends Tensors = Tensors> = Readonly<Record<string, N>>;

/** Weights after a step, and what the optimizer remembers of it. */
export type Updated<P> = {
  readonly params: P;
  readonly state: OptimizerState;
};

/** A pure rule that moves weights against their gradients. */
export interface Optimizer {
  /** In checkpoints: a run goes on only with the optimizer it began with. */
  readonly name: string;
  /** The state before the first step; a checkpoint is read into the same form. */
  init(params: Params): OptimizerState;
  /**
   * @param step number of updates made before
   * @throws InputError if the number is no count, or a rate is negative or not finite
   */
  numbersAt(params: Params, step: number): StepNumbers;
  /**
   * @param numbers those of this step, from `numbersAt`
   * @returns new weights and new state; the given ones stay as they are
   * @throws InputError if a weight has no gradient, no state or no numbers
   * @throws ShapeError if a gradient has another shape than its weight, or state or numbers are
   *   those of another optimizer or of other weights
   */
  update<P extends Params>(
    params: P,
    gradients: P,
    state: OptimizerState,
    numbers: StepNumbers,
  ): Updated<P>;
}

/** The form of some tensors: their shapes by name. */
export type ShapesOf<M extends Tensors> = { readonly [K in keyof M]: readonly number[] };

/** A step as one weight sees it: its rate there, and t, which counts steps from 1. */
export interface StepOfWeight {
  readonly path: string;
  readonly rate: number;
  readonly t: number;
}

/** How an optimizer treats one weight; M is what it remembers of it, N names its numbers. */
export interface UpdateRule<M extends Tensors, N extends string> {
  readonly name: string;
  readonly rates: Rates;
  /** Shapes of what is remembered; all of it begins at 0. */
  memory(w: tf.Tensor): ShapesOf<M>;
  /** The numbers of a step. */
  readonly numbers: Readonly<Record<N, (at: StepOfWeight) => number>>;
  /** What is taken from the weight, and what is remembered. */
  update(
    w: tf.Tensor,
    g: tf.Tensor,
    memory: M,
    numbers: Readonly<Record<N, tf.Scalar>>,
  ): { readonly change: tf.Tensor; readonly memory: M };
}

/** The optimizer that treats every weight of a tree by one rule. */
export function optimizerOf<M extends Tensors, N extends string>(
  rule: UpdateRule<M, N>,
): Optimizer {
  const { name } = rule;
  const scalars = mapRecord<N, unknown, readonly number[]>(rule.numbers, () => []);
  return {
    name,
    init: (params) =>
      byPath(params, (w) => mapRecord(rule.memory(w), (shape) => tf.zeros([...shape]))),
    numbersAt(params, step) {
      checkedCount(`${name} step`, step, 0, 'Pass the number of updates made before.');
      return byPath(params, (_, path) => {
        const at = { path, rate: checkedRate(rule, path, step), t: step + 1 };
        return mapRecord(rule.numbers, (number) => tf.scalar(number(at)));
      });
    },
    update<P extends Params>(
      params: P,
      gradients: P,
      state: OptimizerState<M>,
      numbers: StepNumbers<Readonly<Record<N, tf.Scalar>>>,
    ) {
      const slopes = flattenParams(gradients);
      const remembered: Record<string, M> = {};
      const moved = mapParams(params, (w, path) => {
        const g = entryAt(`${name} gradients`, slopes, path);
        if (g.shape.join() !== w.shape.join()) throw wrongShape(name, path, w, g);
        const old = entryAt(`${name} state`, state, path);
        checkForm(`${name} state of '${path}'`, rule.memory(w), old);
        const factors = entryAt(`${name} numbers`, numbers, path);
        checkForm(`${name} numbers of '${path}'`, scalars, factors);
        const { change, memory } = rule.update(w, g, old, factors);
        remembered[path] = memory;
        return sub(w, change);
      });
      return { params: moved, state: remembered };
    },
  };
}

/** A record with the same names. */
function mapRecord<N extends string, A, B>(
  record: Readonly<Record<N, A>>,
  f: (value: A) => B,
): Readonly<Record<N, B>> {
  const entries = Object.entries<A>(record).map(([name, value]) => [name, f(value)] as const);
  return Object.fromEntries(entries) as Record<N, B>;
}

/** Tensors of another optimizer, or of weights of other shapes, might be broadcast. */
function checkForm(
  what: string,
  shapes: Readonly<Record<string, readonly number[]>>,
  tensors: Tensors,
): void {
  const expected = formOf(shapes);
  const received = formOf(mapRecord(tensors, ({ shape }) => shape));
  if (expected === received) return;
  throw new ShapeError(
    wrongInput(what, expected, received, 'Pass what this optimizer made for these weights.'),
  );
}

/** `m [2, 3] and v [2, 3]` */
function formOf(shapes: Readonly<Record<string, readonly number[]>>): string {
  const texts = Object.entries(shapes).map(([name, shape]) => `${name} [${shape.join(', ')}]`);
  return texts.length === 0 ? 'nothing' : texts.sort().join(' and ');
}

function byPath<T>(params: Params, f: (w: tf.Tensor, path: string) => T): Record<string, T> {
  const leaves = Object.entries(flattenParams(params));
  return Object.fromEntries(leaves.map(([path, w]) => [path, f(w, path)]));
}

function checkedRate(
  { name, rates }: { readonly name: string; readonly rates: Rates },
  path: string,
  step: number,
): number {
  const rate = rates(path, step);
  if (Number.isFinite(rate) && rate >= 0) return rate;
  throw new InputError(
    wrongInput(
      `${name} rate of '${path}' at step ${String(step)}`,
      'a finite number from 0',
      String(rate),
      'Check learningRate or rates; a rate of 0 freezes a weight.',
    ),
  );
}

const wrongShape = (name: string, path: string, w: tf.Tensor, g: tf.Tensor) =>
  new ShapeError(
    wrongInput(
      `${name} gradient of '${path}'`,
      `shape [${w.shape.join(', ')}]`,
      `[${g.shape.join(', ')}]`,
      'Pass the gradient with respect to this weight.',
    ),
  );
