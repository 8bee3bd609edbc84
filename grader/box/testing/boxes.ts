import { afterAll, beforeAll } from 'vitest';
import { ensureBox } from '../build.mjs';
import { projectRoot } from '../../../src/core/files.js';
import type { Box, BoxOptions } from '../contract.js';
import { openBox } from '../box.js';
import type { Import } from '../protocol.js';

/** Builds the runtime if its sources are newer; for a `beforeAll`. */
export const builtBox = () => ensureBox(projectRoot());

/** What most submissions import. */
const imports: readonly Import[] = ['tf', 'core'].map((module) => ({
  local: module,
  module,
  name: '*',
}));

/** A submission whose code puts its functions into `exports`. */
const submission = (code: string, options: Partial<BoxOptions>) => ({
  ...options,
  imports: [...imports, ...(options.imports ?? [])],
  code: `const exports = {}; ${code}\nreturn exports;`,
});

/**
 * Runs a test with a box that holds a submission's JavaScript as it is, past what compiling would
 * have refused, so that the box's own walls are tried.
 */
export async function withBox<T>(
  code: string,
  use: (box: Box) => Promise<T>,
  options: Partial<BoxOptions> = {},
): Promise<T> {
  const box = await openBox({ name: 'f', ...submission(code, options) });
  try {
    return await use(box);
  } finally {
    await box.close();
  }
}

/**
 * One box for a table of attacks: attack i is the body of the exported function `a<i>`, so that
 * each row costs a call and not a start.
 *
 * @param attacks function bodies by what they are called in the table
 * @param parameters names of the arguments that every call gives
 * @returns calls the attack of a name
 */
export function attackBox(
  attacks: readonly string[],
  parameters: string,
  options: Partial<BoxOptions> = {},
): (attack: string, args: Parameters<Box['call']>[0]) => ReturnType<Box['call']> {
  let box: Box | undefined;
  const bodies = attacks.map(
    (body, i) => `exports.a${String(i)} = (${parameters}) => { ${body} };`,
  );
  beforeAll(async () => {
    await builtBox();
    box = await openBox({ name: 'a0', ...submission(bodies.join('\n'), options) });
  });
  afterAll(() => box?.close());
  return (attack, args) => {
    if (box === undefined)
      throw new Error('expected beforeAll to have run, received a call before');
    return box.call(args, `a${String(attacks.indexOf(attack))}`);
  };
}
