/** What a submission may not use, under all its names: the same at compile time and in the box. */

/** What one task allows, by the names of functions. */
export interface Rules {
  /**
   * The task's list: `tf.softmax`, `core.numericGradient`; `tf.conv*` is all names that begin so.
   */
  readonly forbidden: readonly string[];
  /** Answers of this lesson that the task does not build on. */
  readonly withheld: readonly string[];
  /** Answers of this lesson that the task builds on, whatever its list says. */
  readonly needed: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

/** The doors to tfjs's insides, closed for every exercise. */
const closed: ReadonlySet<string> = new Set(
  words(`engine env ENV backend setBackend registerBackend removeBackend findBackend
    findBackendFactory getKernel getKernelsForBackend getGradient registerKernel registerGradient
    unregisterKernel unregisterGradient copyRegisteredKernels setPlatform kernel_impls io browser
    serialization KernelBackend DataStorage Environment enableProdMode enableDebugMode
    disposeVariables util.fetch`).map((name) => `tf.${name}`),
);

/**
 * Ways to one answer, by their names in any module: tfjs, core, or an earlier lesson. To forbid one
 * is to forbid them all.
 */
const synonyms: readonly (readonly string[])[] = [
  words('softmax logSoftmax logSumExp losses.softmaxCrossEntropy'),
  words(`grad grads valueAndGrad valueAndGrads variableGrads customGrad numericGradient train
    Optimizer OptimizerConstructors SGDOptimizer MomentumOptimizer AdamOptimizer AdamaxOptimizer
    AdadeltaOptimizer AdagradOptimizer RMSPropOptimizer`),
  words('layers basicLSTMCell multiRNNCell'),
];

/** `logSumExp` of `tf.logSumExp`: its name without the module's. */
const bare = (what: string) => what.slice(what.indexOf('.') + 1);

/**
 * Tells what is forbidden by its name: `tf.softmax`, `core.logSoftmax`, `00-start.numericGradient`.
 */
export function forbiddenNames({ forbidden, withheld, needed }: Rules): (what: string) => boolean {
  const listed = forbidden.filter((what) => !what.endsWith('*')).map(bare);
  const stems = forbidden
    .filter((what) => what.endsWith('*'))
    .map((what) => bare(what).slice(0, -1));
  const isListed = (name: string) =>
    listed.includes(name) || stems.some((stem) => name.startsWith(stem));
  const everywhere = new Set([...listed, ...synonyms.filter((ways) => ways.some(isListed)).flat()]);
  return (what) => {
    const name = bare(what);
    if (closed.has(what)) return true;
    if (!what.startsWith('tf.')) {
      if (needed.includes(name)) return false;
      if (withheld.includes(name)) return true;
    }
    return everywhere.has(name) || stems.some((stem) => name.startsWith(stem));
  };
}
