/** What a lesson's tasks.ts is written with. */
export { fixture, fixtureCases, ofSizes, randomInts, randomTensor, seeded } from './cases.js';
export {
  backward,
  behaviour,
  contract,
  gradient,
  gradientTolerance,
  law,
  values,
  valueTolerance,
} from './checks.js';
export { Draws } from '../../src/core/draws.js';
export { ints, StandIn, tensor, TensorValue, type Value } from '../value.js';
export type { Ask, Case, DrawnCase, Input, Lesson, Mistake, MistakeBank, Task } from '../task.js';
