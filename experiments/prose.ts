import { gru } from '../src/layers/gru.js';
import { rnn } from '../src/layers/rnn.js';
import { summary, withSpread, type Experiment, type Table } from './experiment.js';
import {
  bitsAt,
  leadOf,
  secondsPerStep,
  sharedMoment,
  type Clock,
  type LearningCurve,
} from './prose-curve.js';
import { contestant, race } from './prose-race.js';
import { proseCharacters, proseParts } from './prose-text.js';

const UNITS = 64;

/**
 * Adam's rates, chosen on the validation part with the same models in PyTorch, one seed. Bits after
 * 1,500 steps of the GRU: 2.545, 2.525, 2.651 with 0.004, 0.008, 0.016; after 2,500 of the RNN:
 * 2.678, 2.614, 2.621 with 0.002, 0.004, 0.008.
 */
const RATES = { gru: 0.008, rnn: 0.004 };

/**
 * Long lines and many steps, since the GRU's lead at equal time needs both: on the validation part,
 * in lines of 32 characters, the two were equal after as many steps. Twice as many units, in
 * batches of 128 such lines, were tried on held-out lines for 700 steps, one seed: there the RNN
 * was ahead at its end, 2.362 bits against 2.392.
 */
const RUN = { steps: 1500, rows: 16, every: 100 };
const LINES = { length: 64, lines: 128 };

/** Steps of the RNN for each of the GRU, so that it trains for at least as long. */
const PACE = 2.6;

/** Both trainings of one seed. */
interface Pair {
  readonly gru: LearningCurve;
  readonly rnn: LearningCurve;
}

export const prose: Experiment = {
  name: 'prose',
  about:
    'bits for each character of held-out parts of Moby-Dick that GRU and RNN need, trained in turn; a lead is what the other needs more at the same moment, and in how many seeds',
  async run(seeds, say) {
    const tokens = proseCharacters(proseParts(), LINES);
    const pairs: Pair[] = [];
    for (const seed of seeds) {
      const curves = await race(
        [
          contestant('GRU', gru, { units: UNITS, rate: RATES.gru }),
          contestant('RNN', rnn, { units: UNITS, rate: RATES.rnn, pace: PACE }),
        ],
        tokens,
        { ...RUN, seed },
      );
      const pair = pairOf(curves);
      pairs.push(pair);
      const [atSteps, atTime] = [leadCell([pair], 'step', 1), leadCell([pair], 'seconds', 1)];
      say(`seed ${seed}: lead of the GRU ${atSteps} at equal steps, ${atTime} at equal time`);
    }
    return [atTheEnd(pairs), onTheWay(pairs)];
  },
};

function pairOf([gru, rnn]: readonly LearningCurve[]): Pair {
  if (gru === undefined || rnn === undefined) throw new Error('a race of two has two curves');
  return { gru, rnn };
}

/** Both at the last step that both made, and at the last second that both trained. */
function atTheEnd(pairs: readonly Pair[]): Table {
  const bitsOf = (who: keyof Pair, clock: Clock) =>
    withSpread(
      pairs.map((pair) => bitsAt(pair[who], clock, sharedMoment([pair.gru, pair.rnn], clock))),
      3,
    );
  const weightsOf = (who: keyof Pair) => String(pairs[0]?.[who].parameters ?? '');
  const price = summary(pairs.map((pair) => secondsPerStep(pair.rnn) / secondsPerStep(pair.gru)));
  return {
    title: `Lines of ${LINES.length} characters`,
    columns: [
      'model',
      'weights',
      'time of a step (GRU: 1)',
      'bits, equal steps',
      'lead of the GRU',
      'bits, equal time',
      'lead of the GRU',
    ],
    rows: [
      ['GRU', weightsOf('gru'), '1.00', bitsOf('gru', 'step'), '', bitsOf('gru', 'seconds'), ''],
      [
        'RNN',
        weightsOf('rnn'),
        price.mean.toFixed(2),
        bitsOf('rnn', 'step'),
        leadCell(pairs, 'step', 1),
        bitsOf('rnn', 'seconds'),
        leadCell(pairs, 'seconds', 1),
      ],
    ],
  };
}

/** Who is ahead after a part of the steps, and of the seconds, that both trained. */
function onTheWay(pairs: readonly Pair[]): Table {
  const steps = Math.min(...pairs.map((pair) => sharedMoment([pair.gru, pair.rnn], 'step')));
  return {
    title: `On the way, lines of ${LINES.length} characters`,
    columns: [
      'part of what both trained',
      'steps',
      'lead of the GRU over the RNN, equal steps',
      'equal time',
    ],
    rows: [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1].map((share) => [
      `${(100 * share).toFixed(0)} %`,
      String(share * steps),
      leadCell(pairs, 'step', share),
      leadCell(pairs, 'seconds', share),
    ]),
  };
}

/** Mean and spread of the GRU's lead, and in how many seeds it led. */
function leadCell(pairs: readonly Pair[], clock: Clock, share: number): string {
  const leads = pairs.map((pair) => leadOf(pair.gru, pair.rnn, clock, share));
  const ahead = leads.filter((lead) => lead > 0).length;
  return `${withSpread(leads, 3)} (${ahead} of ${leads.length})`;
}
