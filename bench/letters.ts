import { compareSteps } from './contestants.js';
import type { Bench } from './measure.js';

const lettersAStep = 64 * 32;

/** Letters a second in the training of lesson 01, whole steps: loss, gradients, clipping, Adam. */
export const letters: Bench = {
  name: 'letters',
  about: 'a training step of the model of lesson 01, beside tf.layers and PyTorch',
  async run() {
    const matches = await compareSteps('letters');
    return matches.map(({ ours, peer }) => ({
      what: `lesson 01's training: ${perSecond(ours)} letters a second, ${peer.name} ${perSecond(peer.seconds)}`,
      ours,
      peer,
      goal: peer.name === 'tf.layers' ? 'below 1 x' : 'at most 0.9 x',
    }));
  },
};

function perSecond(seconds: number): string {
  return Math.round(lettersAStep / seconds).toLocaleString('en');
}
