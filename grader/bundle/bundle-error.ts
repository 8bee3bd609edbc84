/** Why something is no bundle; its reader adds where it lies. */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  /**
   * @param expected what a bundle has
   * @param received what this one has
   * @param remedy what to do about it
   */
  constructor(
    expected: string,
    received: string,
    remedy = "Ask for a bundle as './unroll submit' writes it, or grade the .ts file in it by itself.",
  ) {
    super(`expected ${expected}, received ${received}. ${remedy}`);
  }
}
