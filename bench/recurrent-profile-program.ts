/** Prints as JSON where the time of a training step of ours goes: `gru-step`. */
import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/core/backend.js';
import { median } from './measure.js';
import { finish, ours, sizes, type TrainingStep } from './recurrent-training.js';

/** Seconds of a training step, and of what it is made of. */
export interface Profile {
  readonly whole: number;
  readonly parts: readonly { readonly what: string; readonly seconds: number }[];
}

/** One call of the backend, as `tf.profile` tells of it. */
interface Call {
  readonly name: string;
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShapes: readonly (readonly number[])[];
  readonly kernelTimeMs: number;
}

const WARM_UP = 5;
const STEPS = 20;
const PROFILES = 10;

const entryByEntry = ['Add', 'AddN', 'Multiply', 'Sub', 'Sigmoid', 'Tanh', 'Square', 'Neg'];

/** What kinds of call there are; a call is of the first that it fits. */
const kinds: readonly [what: string, fits: (call: Call) => boolean][] = [
  ['matMuls with the inputs', (call) => isMatMul(call) && ofInputs(call)],
  ['matMuls with the state', isMatMul],
  ['adding up the weights’ gradients', (call) => isSum(call) && isOfWeights(call)],
  ['gates, entry by entry', ({ name }) => entryByEntry.includes(name)],
  ['splitting, stacking, copying', () => true],
];

function isMatMul({ name }: Call): boolean {
  return name.endsWith('MatMul');
}

function ofInputs({ inputShapes }: Call): boolean {
  return inputShapes.some((shape) => shape.includes(sizes.I));
}

function isSum({ name }: Call): boolean {
  return ['Add', 'AddN', 'Sum'].includes(name);
}

/** True where the result has no axis of the batch. */
function isOfWeights({ outputShapes }: Call): boolean {
  return outputShapes.every((shape) => shape.length > 0 && !shape.includes(sizes.B));
}

function secondsOf(work: () => readonly tf.Tensor[]): number {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + STEPS; i++) {
    const began = performance.now();
    finish(work());
    if (i >= WARM_UP) times.push((performance.now() - began) / 1000);
  }
  return median(times);
}

/** Every call of the backend that one step makes, in so many profiles. */
async function callsOf(step: TrainingStep): Promise<readonly (readonly Call[])[]> {
  const profiles: (readonly Call[])[] = [];
  for (let i = 0; i < PROFILES; i++) {
    let results: readonly tf.Tensor[] = [];
    const { kernels } = await tf.profile(() => {
      results = step.whole();
      return [...results];
    });
    finish(results);
    profiles.push(kernels as unknown as readonly Call[]);
  }
  return profiles;
}

/** The median, over the profiles, of what the calls of one kind take together. */
function partOf(profiles: readonly (readonly Call[])[], kind: number) {
  const of = profiles.map((calls) =>
    calls.filter((call) => kinds.findIndex(([, fits]) => fits(call)) === kind),
  );
  const seconds = of.map((calls) => calls.reduce((sum, call) => sum + call.kernelTimeMs, 0) / 1000);
  return { count: of[0]?.length ?? 0, seconds: median(seconds) };
}

function secondsOfTinyCall(): number {
  const x = tf.ones([1]);
  const calls = 1000;
  return (
    secondsOf(() => [
      tf.tidy(() => Array.from({ length: calls }).reduce<tf.Tensor>((sum) => tf.add(sum, x), x)),
    ]) / calls
  );
}

async function profileOf(step: TrainingStep): Promise<Profile> {
  const whole = secondsOf(step.whole);
  const forward = secondsOf(step.forward);
  const profiles = await callsOf(step);
  const parts = kinds.map(([what], kind) => ({ what, ...partOf(profiles, kind) }));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const inCalls = parts.reduce((sum, part) => sum + part.seconds, 0);
  return {
    whole,
    parts: [
      { what: 'forward alone, without a tape', seconds: forward },
      { what: 'tape and backward', seconds: whole - forward },
      ...parts.map(({ what, count, seconds }) => ({ what: `${what}: ${count} calls`, seconds })),
      { what: 'outside the calls: tape, shapes, tidying', seconds: whole - inCalls },
      { what: `${count} calls, were each a tiny one`, seconds: count * secondsOfTinyCall() },
    ],
  };
}

await useBackend();
const work = process.argv[2] ?? '';
const step = ours[work]?.();
if (step === undefined) throw new Error(`no training step is called '${work}'`);
console.log(JSON.stringify(await profileOf(step)));
