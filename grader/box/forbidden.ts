/** Names of what a submission may not use, the same at compile time and in the box. */

/** The doors to tfjs's insides, closed for every exercise. */
const closed = new Set(
  `engine env ENV backend setBackend registerBackend removeBackend findBackend findBackendFactory
  getKernel getKernelsForBackend getGradient registerKernel registerGradient unregisterKernel
  unregisterGradient copyRegisteredKernels setPlatform kernel_impls io browser serialization
  KernelBackend DataStorage Environment enableProdMode enableDebugMode disposeVariables util.fetch`
    .split(/\s+/)
    .map((name) => `tf.${name}`),
);

/** Everything in tfjs that differentiates: `tf.grad` on a task's list means them all. */
const differentiation = `grad grads valueAndGrad valueAndGrads variableGrads train Optimizer
  OptimizerConstructors SGDOptimizer MomentumOptimizer AdamOptimizer AdamaxOptimizer
  AdadeltaOptimizer AdagradOptimizer RMSPropOptimizer`
  .split(/\s+/)
  .map((name) => `tf.${name}`);

/**
 * Tells what is forbidden by its name, such as `tf.softmax`.
 *
 * @param forbidden the task's list; `tf.softmax*` stands for all names that begin so
 * @param withheld core's functions that are answers here
 */
export function forbiddenNames(
  forbidden: readonly string[],
  withheld: readonly string[],
): (what: string) => boolean {
  const named = new Set([...forbidden, ...withheld.map((name) => `core.${name}`)]);
  if (forbidden.some((what) => what === 'tf.grad*' || differentiation.includes(what)))
    for (const what of differentiation) named.add(what);
  const stems = forbidden.filter((what) => what.endsWith('*')).map((what) => what.slice(0, -1));
  return (what) =>
    closed.has(what) || named.has(what) || stems.some((stem) => what.startsWith(stem));
}
