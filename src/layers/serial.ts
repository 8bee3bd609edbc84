/**
 * Chains layers into one: the first is applied first, each next one to what came out before it.
 *
 *   serial(f, g, h)(x) = h(g(f(x)))
 *
 * @param layers functions of one argument; without any, the chain changes nothing
 * @returns a function that applies them in order
 */
export function serial<X>(...layers: ((x: X) => X)[]): (x: X) => X {
  return (x) => layers.reduce((y, layer) => layer(y), x);
}
