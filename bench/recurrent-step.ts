import { compareSteps, type Match } from './contestants.js';
import type { Bench } from './measure.js';

const layers = [
  { name: 'rnn-step', layer: 'RNN', goal: 'at most 0.9 x' },
  { name: 'gru-step', layer: 'GRU', goal: 'at most 0.9 x' },
  { name: 'lstm-step', layer: 'LSTM', goal: 'at most 1.1 x' },
];

/** Recurrent layers forward and backward as one graph, beside tf.layers and PyTorch. */
export const recurrentSteps: readonly Bench[] = layers.map(({ name, layer, goal }) => ({
  name,
  about: `${layer} forward and backward, beside tf.layers and PyTorch`,
  async run() {
    const matches = await compareSteps(name, 'recurrent-step-program.ts');
    return matches.map((match) => ({
      what: `${layer} forward and backward, batch 32, 64 steps, 128 inputs, 256 units${variant(layer, match)}`,
      ...match,
      goal: match.peer.name === 'tf.layers' ? 'below 1 x' : goal,
    }));
  },
}));

/** In what a peer computes something else, so that it says nothing but how fast it is. */
function variant(layer: string, { peer }: Match): string {
  return layer === 'GRU' && peer.name === 'tf.layers' ? ' (theirs resets before the matmul)' : '';
}
