/**
 * Prints the seconds of one training step of a recurrent layer: `ours gru-step`, as one graph, or
 * that of tf.layers.
 */
import { useBackend } from '../src/core/backend.js';
import { finish, jitted, peers } from './recurrent-training.js';
import { printStepTime } from './step-timer.js';

await useBackend();
const [who, work = ''] = process.argv.slice(2);
const step = (who === 'ours' ? jitted : peers)[work]?.();
if (step === undefined) throw new Error(`no training step is called '${work}'`);
await printStepTime(() => {
  finish(step.whole());
});
