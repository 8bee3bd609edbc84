import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What protects native computation from signals: oneDNN's matrix products put their data where the
 * stack pointer points, and a signal handler that runs in the middle of one destroys memory.
 *
 * - `held`: no handler runs on a thread that computes; the addon built by set-up sees to that.
 * - `other products`: TensorFlow takes its own, and graphs run slower.
 * - `none`: the environment asks for oneDNN's, and the addon lets signals through.
 * - `not needed`: this system has no such products, or no such signals.
 */
export type SignalCure = 'held' | 'other products' | 'none' | 'not needed';

/** The environment in which TensorFlow takes its own products; it is read when the addon loads. */
export const otherProducts = {
  TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL: '0',
  TF_ENABLE_ONEDNN_OPTS: '0',
} as const;

/**
 * Chooses the cure for the native backend. Where it is `other products`, `otherProducts` must be in
 * the environment before the addon loads.
 *
 * @param root the project's folder
 * @param env what somebody has set there stands
 * @param system as in `linux-x64`; default: this one
 */
export function signalCure(
  root: string,
  env: NodeJS.ProcessEnv,
  system = `${process.platform}-${process.arch}`,
): SignalCure {
  if (system.startsWith('win32') || !system.endsWith('-x64')) return 'not needed';
  if (existsSync(join(root, 'node_modules/@tensorflow/tfjs-node/lib/holds-signals'))) return 'held';
  const free = Object.keys(otherProducts).every((name) => /^(0|false)$/i.test(env[name] ?? '0'));
  return free ? 'other products' : 'none';
}
