import { performance } from 'node:perf_hooks';
import { median } from './measure.js';

const WARM_UP = 5;
const STEPS = 30;

/**
 * Times a step again and again in this process and prints the median in seconds, for `timeSteps`.
 *
 * @param step does its work to the end: it reads a number of its result back
 */
export async function printStepTime(step: () => void | Promise<void>): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + STEPS; i++) {
    const began = performance.now();
    await step();
    if (i >= WARM_UP) times.push((performance.now() - began) / 1000);
  }
  console.log(median(times));
}
