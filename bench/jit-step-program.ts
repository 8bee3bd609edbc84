/**
 * Prints the seconds of one training step of a recurrent layer: `eager gru-step` operation by
 * operation, `graph gru-step` as one graph, `first gru-step` the call that records it, loads it and
 * runs it once.
 */
import { useBackend } from '../src/core/backend.js';
import { finish, jitted, ours } from './recurrent-training.js';
import { printStepTime } from './step-timer.js';

await useBackend();
const [how, work = ''] = process.argv.slice(2);
const step = (how === 'eager' ? ours : jitted)[work]?.();
if (step === undefined) throw new Error(`no training step is called '${work}'`);
const began = performance.now();
finish(step.whole());
const first = (performance.now() - began) / 1000;
if (how === 'first') console.log(first);
else
  await printStepTime(() => {
    finish(step.whole());
  });
