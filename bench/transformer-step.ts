import { compareSteps } from './contestants.js';
import type { Bench } from './measure.js';

/** A block of a transformer forward and backward, beside PyTorch with its own attention kernel. */
export const transformerStep: Bench = {
  name: 'transformer-step',
  about: 'a pre-norm transformer block forward and backward as one graph, beside PyTorch',
  async run() {
    const matches = await compareSteps('transformer-step', 'transformer-step-program.ts', false);
    return matches.map((match) => ({
      what: 'transformer block forward and backward, batch 8, 128 tokens, width 256, 8 heads, GELU',
      ...match,
      goal: 'at most 1.3 x',
    }));
  },
};
