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
import { entryAt } from './gradients.js';
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
   * @throws InputError if a rate is negative or not finite
   */
  numbersAt(params: Params, step: number): StepNumbers;
  /**
   * @param numbers those of this step, from `numbersAt`
   * @returns new weights and new state; the given ones stay as they are
   * @throws InputError if a weight has no gradient, no state or no numbers
   * @throws ShapeError if a gradient has another shape than its weight
   */
  update<P extends Params>(
    params: P,
    gradients: P,
    state: OptimizerState,
    numbers: StepNumbers,
  ): Updated<P>;
}

/** How an optimizer treats one weight; M is what it remembers of it, N its numbers of a step. */
export interface UpdateRule<M extends Tensors, N extends Tensors> {
  readonly name: string;
  readonly rates: Rates;
  init(w: tf.Tensor): M;
  /** The numbers of the step with this rate; t counts from 1. */
  numbers(at: { readonly path: string; readonly rate: number; readonly t: number }): N;
  /** What is taken from the weight, and what is remembered. */
  step(
    w: tf.Tensor,
    g: tf.Tensor,
    memory: M,
    numbers: N,
  ): { readonly step: tf.Tensor; readonly memory: M };
}

/** The optimizer that treats every weight of a tree by one rule. */
export function optimizerOf<M extends Tensors, N extends Tensors>(
  rule: UpdateRule<M, N>,
): Optimizer {
  const { name } = rule;
  return {
    name,
    init: (params) => byPath(params, (w) => rule.init(w)),
    numbersAt: (params, step) =>
      byPath(params, (_, path) =>
        rule.numbers({ path, rate: checkedRate(rule, path, step), t: step + 1 }),
      ),
    update<P extends Params>(
      params: P,
      gradients: P,
      state: OptimizerState<M>,
      numbers: StepNumbers<N>,
    ) {
      const slopes = flattenParams(gradients);
      const remembered: Record<string, M> = {};
      const moved = mapParams(params, (w, path) => {
        const g = entryAt(`${name} gradients`, slopes, path);
        if (g.shape.join() !== w.shape.join()) throw wrongShape(name, path, w, g);
        const old = entryAt(`${name} state`, state, path);
        const { step, memory } = rule.step(w, g, old, entryAt(`${name} numbers`, numbers, path));
        remembered[path] = memory;
        return sub(w, step);
      });
      return { params: moved, state: remembered };
    },
  };
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
