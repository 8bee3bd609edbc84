import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';

/**
 * TensorFlow.js's own layers, the peer that is always there. Its modules name their exports only as
 * CommonJS.
 */
export function tfLayers(): Pick<typeof tfjs, 'layers' | 'sequential' | 'train'> {
  return createRequire(import.meta.url)('@tensorflow/tfjs') as typeof tfjs;
}
