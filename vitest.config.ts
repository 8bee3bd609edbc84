import { defineConfig } from 'vitest/config';

/** `npm test` leaves these out, `npm test -- --all` does not. */
const slow = process.env['UNROLL_TESTS'] === 'fast' ? ['**/*.slow*.test.ts'] : [];
const everywhere = ['node_modules/**', '.venv/**', '.unroll/**', ...slow];
const native = '**/*.native.test.ts';
const double = 'src/core/testing/double.ts';

/** Computes and keeps nothing: its tests share one load of TensorFlow and of the library. */
const library = ['src/**/*.test.ts', 'fixtures/**/*.test.ts', 'experiments/**/*.test.ts'];

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
          name: 'library',
          include: library,
          exclude: [...everywhere, native],
          setupFiles: [double],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'course',
          include: ['**/*.test.ts'],
          exclude: [...everywhere, native, ...library],
          setupFiles: [double],
        },
      },
      {
        extends: true,
        test: {
          name: 'native',
          include: [native],
          exclude: everywhere,
          setupFiles: ['src/core/testing/native.ts'],
          isolate: false,
        },
      },
    ],
  },
});
