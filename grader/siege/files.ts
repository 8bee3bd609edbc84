/** Exercise files that are made to keep their reader busy, or to break it. */

/** Each ends with every task at 0 points and one sentence. */
export const hostileFiles: Readonly<Record<string, string>> = {
  'slices without end': `f(1):${'a[:'.repeat(30_000)}`,
  'brackets without end': `export const z = ${'['.repeat(45_000)}${']'.repeat(45_000)};`,
  'a sum without end': `export const z = ${'1+'.repeat(45_000)}1;`,
  'calls without end': `export const z = ${'f('.repeat(30_000)}${')'.repeat(30_000)};`,
  'a name of ninety thousand letters': `export const z = 1; ${'x'.repeat(90_000)} y`,
  'an import of ninety thousand letters': `import { a } from '${'x'.repeat(90_000)}'; export const z = a;`,
  'more than a person writes': '// \n'.repeat(100_000),
  'nothing but zeros': '\0'.repeat(1_000),
};

/** esbuild's time doubles with every level. */
export const doubling = `export const z = ${'p?(a):b=>'.repeat(40)}x${':c'.repeat(40)};`;
