import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { projectFile, projectRoot } from './files.js';

/**
 * Chooses a backend in a process of its own, since a process chooses once, and multiplies with it.
 */
function chosenWith(env: Record<string, string>): { name: string; computes: string; sum: number } {
  const script = `
    import * as tf from '@tensorflow/tfjs-core';
    import { useBackend } from './src/core/backend.js';
    (async () => {
      const { name } = await useBackend();
      const x = tf.ones([3, 3]);
      const gradient = tf.grad((x) => tf.sum(tf.matMul(x, x)))(x);
      console.log(JSON.stringify({ name, computes: tf.getBackend(), sum: tf.sum(gradient).dataSync()[0] }));
    })().catch((error) => console.log(JSON.stringify({ name: error.name, computes: error.message, sum: 0 })));
  `;
  const printed = execFileSync(
    process.execPath,
    [projectFile('node_modules/tsx/dist/cli.mjs'), '--eval', script],
    {
      cwd: projectRoot(),
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const last = printed.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last) as { name: string; computes: string; sum: number };
}

describe('useBackend', () => {
  test.each([
    ['wasm', 'wasm'],
    ['js', 'cpu'],
  ])('takes %s when it is forced, with gradients', (forced, computes) => {
    expect(chosenWith({ UNROLL_BACKEND: forced })).toEqual({ name: forced, computes, sum: 54 });
  });

  test('wasm leaves uncaught errors to whoever started', () => {
    const script = `
      import { useBackend } from './src/core/backend.js';
      (async () => {
        await useBackend();
        setTimeout(() => { throw new Error('mine'); });
      })();
    `;
    const { stderr } = spawnSync(
      process.execPath,
      [projectFile('node_modules/tsx/dist/cli.mjs'), '--eval', script],
      { cwd: projectRoot(), env: { ...process.env, UNROLL_BACKEND: 'wasm' }, encoding: 'utf8' },
    );
    expect(stderr).toContain('Error: mine');
    expect(stderr).not.toContain('WasmBackendModule');
  });

  test('takes one that computes when nothing is forced', () => {
    const { name, sum } = chosenWith({ UNROLL_BACKEND: '' });
    expect(['native', 'wasm', 'js']).toContain(name);
    expect(sum).toBe(54);
  });

  test('refuses an unknown name and says which there are', () => {
    const { name, computes } = chosenWith({ UNROLL_BACKEND: 'abacus' });
    expect(name).toBe('InputError');
    expect(computes).toBe(
      'UNROLL_BACKEND: expected native, wasm, js, received abacus. Unset it for the best one.',
    );
  });
});
