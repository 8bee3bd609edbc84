import { benchProgram } from './contestants.js';
import { printedBy, type Bench } from './measure.js';
import type { Profile } from './recurrent-profile-program.js';

const layers = [
  { name: 'gru-profile', work: 'gru-step', layer: 'GRU' },
  { name: 'lstm-profile', work: 'lstm-step', layer: 'LSTM' },
];

/**
 * Where the time of our `gru-step` and `lstm-step` goes: parts of a whole step, which is named as
 * the peer.
 */
export const recurrentProfiles: readonly Bench[] = layers.map(({ name, work, layer }) => ({
  name,
  about: `where the time of our ${work} goes`,
  async run() {
    const printed = await printedBy(benchProgram('recurrent-profile-program.ts', work));
    const { whole, parts } = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Profile;
    return parts.map(({ what, seconds }) => ({
      what: `${layer}, ${what}`,
      ours: seconds,
      peer: { name: 'the whole step', seconds: whole },
      goal: `${Math.round((100 * seconds) / whole)} % of it`,
    }));
  },
}));
