/** Tensors with honest types: what every layer, lesson and exercise is made of. */
export type { Axes, TensorOf } from './axes.js';
export { dropout, within, type Chance } from './dropout.js';
export { InputError, ShapeError, Unsolved, wrongInput } from './errors.js';
export { einsum } from './einsum.js';
export { gelu, geluTanh } from './gelu.js';
export { lookup } from './lookup.js';
export { masked } from './masked.js';
export { numericGradient } from './numeric-gradient.js';
export { oneHot } from './one-hot.js';
export {
  add,
  concat,
  div,
  exp,
  log,
  mul,
  neg,
  relu,
  rsub,
  sigmoid,
  split,
  sqrt,
  square,
  stack,
  sub,
  tanh,
  transpose,
  unstack,
} from './ops.js';
export {
  countParams,
  disposeParams,
  flattenParams,
  isTree,
  mapParams,
  unflattenParams,
  type Params,
} from './params.js';
export { pick } from './pick.js';
export { rearrange } from './rearrange.js';
export { isRecording } from './recording.js';
export { max, mean, sum } from './reduce.js';
export { makeRng, Rng } from './rng.js';
export { shape, type Sizes } from './shape.js';
export { logSoftmax, softmax } from './softmax.js';
export { tidy } from './tidy.js';
