import { defineConfig } from 'vitest/config';

const everywhere = ['node_modules/**', '.venv/**', '.unroll/**'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one core is left to whoever watches; on two cores that is half of the machine.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'double',
          include: ['**/*.test.ts'],
          exclude: [...everywhere, '**/*.native.test.ts'],
          setupFiles: ['src/core/testing/double.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'native',
          include: ['**/*.native.test.ts'],
          exclude: everywhere,
          setupFiles: ['src/core/testing/native.ts'],
        },
      },
    ],
  },
});
