import { tensor, type Task } from '../../../grader/checks/index.js';
import { knownAnswer, paddingSilent } from '../../laws.js';
import { layerChecks } from '../../standard.js';
import { scalarOf } from '../../values.js';
import { drawScored, drawnScored, otherScored } from '../draw.js';

export const sequenceLoss: Task = {
  id: 'sequence-loss',
  title: 'Surprise per real token',
  from: 'src/train/losses.ts',
  name: 'sequenceLoss',
  kind: 'debug',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: ['tf.losses'],
  hints: [
    'Run it on a batch without padding: it is right there. So where does padding come in twice?',
    'Work out by hand the loss of one line of two real tokens and two places of padding, each real token costing 1 nat. Which number should the sum of 2 be divided by?',
    'mean divides by B T, all places. Divide the masked sum by the number of real tokens, which is the sum of the mask.',
  ],
  wrongVersion: 'divided-by-all-places',
  equivalentEdits: {
    "0 becomes 1: masked(logits, rearrange('B T -> B T 1', mask), 0)":
      'Any finite number does: the mask takes what comes of it out again.',
  },
  checks: [
    ...layerChecks({
      known: '01-rnn/sequence-loss',
      drawn: drawnScored,
      axes: { '': '' },
      withRespectTo: ['logits'],
      shares: { values: 0.5, gradient: 0.2 },
    }),
    paddingSilent({ share: 0.2, draw: drawScored, elsewhere: otherScored }),
    knownAnswer({
      title: 'knowing nothing costs log V',
      share: 0.1,
      ask: (rng) => {
        const { targets, mask } = drawScored(rng);
        const logits = tensor([3, 5, 7], new Float64Array(105).fill(rng.normal()));
        return { args: { logits, targets, mask }, right: Math.log(7) };
      },
      of: scalarOf,
      says: (_, loss) =>
        `with equal scores for all 7 tokens the loss is ${scalarOf(loss).toPrecision(4)}, and it should be log 7 = ${Math.log(7).toPrecision(4)} nats, padding or not.`,
    }),
  ],
};
