import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { disposeParams, makeRng, mul, square, sub, sum } from '../src/core/index.js';
import { DivergedError } from '../src/train/diverged.js';
import { sgd } from '../src/train/optimizers.js';
import { fit, type FitOptions } from './fit.js';
import { fakeKernel, type Shown } from './testing/fake-kernel.js';

type Weights = { readonly w: tf.Tensor1D };

const first: Weights = { w: tf.tensor1d([3, -1]) };

const goal = () => tf.tensor1d([1, 1]);

/** Half the squared distance from the goal: a step of rate 0.5 halves the distance. */
const task = {
  draw: goal,
  loss: ({ w }: Weights, goal: tf.Tensor1D) => mul(sum('I -> ', square(sub(w, goal))), 0.5),
};

type Options = FitOptions<Weights, tf.Tensor1D>;

const options = (more: Partial<Options> = {}): Options => ({
  ...task,
  params: first,
  steps: 4,
  optimizer: sgd({ learningRate: 0.5 }),
  clip: (g) => g,
  ...more,
});

const texts = (shown: readonly Shown[]) => shown.map(({ bundle }) => String(bundle['text/plain']));
const pictures = (shown: readonly Shown[]) =>
  shown.flatMap(({ bundle }) => bundle['application/vnd.vegalite.v5+json'] ?? []);

/** The distance from the goal after so many halvings, of 3 and -1 from 1. */
const after = (halvings: number) => [3, -1].map((w) => 1 + (w - 1) / 2 ** halvings);

describe('fit', () => {
  test('gives the trained weights and every loss, as one works it out on paper', async () => {
    fakeKernel();
    const { params, best, history } = await fit('halving', options(), makeRng(1));
    expect([...params.w.dataSync()]).toEqual(after(4));
    expect(history.losses).toEqual([
      [1, 4],
      [2, 1],
      [3, 0.25],
      [4, 0.0625],
    ]);
    expect(history.lately).toBeCloseTo((4 + 1 + 0.25 + 0.0625) / 4, 12);
    expect(history.evaluations).toEqual([]);
    expect(best).toEqual({ step: 4, value: 0.0625, params });
    disposeParams(params);
  });

  test('takes batches of a pass too, and frees each', async () => {
    fakeKernel();
    const count = tf.memory().numTensors;
    const { draw, ...rest } = { ...options(), ...task };
    expect(draw).toBe(goal);
    const batches = () => [goal()];
    const { params } = await fit('halving', { ...rest, batches }, makeRng(1));
    expect([...params.w.dataSync()]).toEqual(after(4));
    disposeParams(params);
    expect(tf.memory().numTensors).toBe(count);
  });

  test('the mean of late losses is that of the last ten', async () => {
    fakeKernel();
    const { params, history } = await fit('halving', options({ steps: 12 }), makeRng(1));
    const ten = Array.from({ length: 10 }, (_, i) => 4 / 4 ** (i + 2));
    expect(history.lately).toBeCloseTo(ten.reduce((a, b) => a + b) / 10, 6);
    disposeParams(params);
  });

  test('clips to a global norm of 1, where nothing else is said', async () => {
    fakeKernel();
    const { clip, ...clipped } = options({ steps: 1 });
    expect(clip).toBeDefined();
    const { params } = await fit('clipped', clipped, makeRng(1));
    // The gradient (2, -2) has norm 2.83.
    const moved = [3 - 0.5 * Math.SQRT1_2, -1 + 0.5 * Math.SQRT1_2];
    [...params.w.dataSync()].forEach((w, i) => {
      expect(w).toBeCloseTo(moved[i] ?? NaN, 6);
    });
    disposeParams(params);
  });

  test('shows a line, and a curve where its axis is named', async () => {
    const without = fakeKernel().shown;
    disposeParams((await fit('halving', options(), makeRng(1))).params);
    expect(pictures(without)).toEqual([]);
    expect(texts(without).at(-1)).toMatch(/^halving .* 4 of 4 steps {2}loss 0\.0625 {2}0 s$/);
    const { shown } = fakeKernel();
    const curve = 'loss (bits)';
    const run = await fit('halving', options({ curve, scale: 2 }), makeRng(1));
    expect(run.history.losses[0]).toEqual([1, 8]);
    const last = JSON.stringify(pictures(shown).at(-1));
    expect(last).toContain('"title":"loss (bits)"');
    expect(last).toContain('{"series":"loss","x":4,"y":0.125}');
    disposeParams(run.params);
  });

  test('evaluates, keeps the best weights, and shows samples one below the other', async () => {
    const { shown } = fakeKernel();
    const count = tf.memory().numTensors;
    const aim = tf.scalar(1.3); // passed by the first weight between 2 halvings (1.5) and 3 (1.25)
    const evaluation = {
      name: 'held out',
      every: 1,
      measure: ({ w }: Weights) => square(sub(tf.slice(w, [0], [1]), aim)).asScalar(),
    };
    const sample = ({ w }: Weights) => `w = ${tf.neg(w).dataSync().join()}`;
    const run = await fit('halving', options({ evaluation, sample }), makeRng(1));
    expect(run.history.evaluations.map(([step]) => step)).toEqual([1, 2, 3, 4]);
    expect(run.best.step).toBe(3);
    expect(run.best.value).toBeCloseTo(0.05 ** 2, 6);
    expect([...run.best.params.w.dataSync()]).toEqual(after(3));
    expect([...run.params.w.dataSync()]).toEqual(after(4));
    const said = texts(shown).filter((text) => text.includes('w ='));
    expect(said.at(-1)?.split('\n')).toEqual([
      '   1  w = -2,0',
      '   2  w = -1.5,-0.5',
      '   3  w = -1.25,-0.75',
      '   4  w = -1.125,-0.875',
    ]);
    expect(texts(shown).some((text) => text.includes('this batch'))).toBe(true);
    disposeParams(run.params);
    disposeParams(run.best.params);
    aim.dispose();
    expect(tf.memory().numTensors).toBe(count);
  });

  test('holds no more tensors from step to step', async () => {
    fakeKernel();
    const counts: number[] = [];
    const evaluation = {
      ...{ name: 'weights', every: 1 },
      measure: ({ w }: Weights) => {
        counts.push(tf.memory().numTensors);
        return -w.size * counts.length; // each is the best so far
      },
    };
    const run = await fit('halving', options({ steps: 20, evaluation }), makeRng(1));
    // From the second on, the best weights are held beside the present ones.
    expect(new Set(counts.slice(1)).size).toBe(1);
    disposeParams(run.params);
    disposeParams(run.best.params);
  });

  test('stops with its cell, tells how far it came, and leaves no tensor', async () => {
    const { shown, controller } = fakeKernel();
    const count = tf.memory().numTensors;
    const evaluation = {
      ...{ name: 'stopper', every: 3 },
      measure: () => {
        controller.abort(new Error('the cell was stopped'));
        return 1;
      },
    };
    const stopped = fit('halving', options({ steps: 1000, evaluation }), makeRng(1));
    await expect(stopped).rejects.toThrow('the cell was stopped');
    expect(texts(shown).at(-1)).toContain('3 of 1000 steps');
    expect(tf.memory().numTensors).toBe(count);
  });

  test('says when it diverged, and leaves no tensor', async () => {
    fakeKernel();
    const count = tf.memory().numTensors;
    const loss = (p: Weights, goal: tf.Tensor1D) => mul(task.loss(p, goal), NaN);
    const run = fit('diverging', options({ loss }), makeRng(1));
    await expect(run).rejects.toBeInstanceOf(DivergedError);
    expect(tf.memory().numTensors).toBe(count);
  });
});
