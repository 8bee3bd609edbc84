import { compareSteps } from './contestants.js';
import type { Bench } from './measure.js';

/** A recurrent layer forward and backward: batch 32, 64 steps, 128 inputs, 256 units. */
export const rnnStep: Bench = {
  name: 'rnn-step',
  about: 'an RNN forward and backward, beside tf.layers and PyTorch',
  async run() {
    const matches = await compareSteps('rnn-step');
    return matches.map((match) => ({
      what: 'RNN forward and backward, batch 32, 64 steps, 128 inputs, 256 units',
      ...match,
      goal: match.peer.name === 'tf.layers' ? 'below 1 x' : 'at most 2 x',
    }));
  },
};
