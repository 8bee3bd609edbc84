import { gru } from '../src/layers/gru.js';
import { lstm } from '../src/layers/lstm.js';
import { rnn } from '../src/layers/recurrent.js';
import { summary, withSpread, type Experiment, type Table } from './experiment.js';
import {
  bitsAt,
  leadOf,
  secondsPerStep,
  sharedMoment,
  type Clock,
  type Course,
} from './prose-curve.js';
import { contestant, race, type Contestant, type ProseRun } from './prose-race.js';
import { proseCharacters, proseParts, type ProseTokens } from './prose-text.js';
import { proseWords } from './prose-words.js';

const UNITS = 64;
/** Units of an RNN that has about as many weights as a GRU of 64 units, table and output counted. */
const WIDE = 108;

/**
 * Adam's rates, chosen on the validation part with the same models in PyTorch, one seed. Bits after 1,500 steps of the GRU: 2.545,
 * 2.525, 2.651 with 0.004, 0.008, 0.016; after 2,500 of the RNN: 2.678, 2.614, 2.621 with 0.002, 0.004, 0.008. The others' rates
 * are theirs. `npm run experiments -- prose-rates` tries them here.
 *
 * There the GRU's lead at equal time came with long lines and many steps: with 700 steps, or lines of 32 characters, there was none.
 */
const RATES = { gru: 0.008, rnn: 0.004 };

const RUN = { steps: 1500, rows: 16, every: 100 };
const LINES = { length: 64, lines: 128 };
const SHORT = { length: 8, lines: 1024 };
/** About as many characters as in LINES: a word with its blank has nearly five. */
const WORDS = { length: 14, lines: 128, minCount: 3 };

export const prose: Experiment = {
  name: 'prose',
  about:
    'bits for each character of held-out parts of Moby-Dick that GRU and RNN need, trained in turn; a lead is what the other needs more at the same moment, and in how many seeds',
  async run(seeds, say) {
    const all = await races(pair(), proseCharacters(proseParts(), LINES), RUN, seeds, say);
    return [
      besideFirst(`Lines of ${LINES.length} characters`, all),
      onTheWay(`On the way, lines of ${LINES.length} characters`, all),
    ];
  },
};

export const proseOthers: Experiment = {
  name: 'prose-others',
  about:
    'the same with lines so short that there is little to remember, with other layers, and with words for tokens',
  async run(seeds, say) {
    const parts = proseParts();
    const letters = proseCharacters(parts, LINES);
    const cut = await races(pair(), proseCharacters(parts, SHORT), RUN, seeds, say);
    const all = await races(others(), letters, RUN, seeds, say);
    const wordTokens = proseWords(parts, WORDS);
    const byWords = await races([wordModel()], wordTokens, RUN, seeds, say);
    return [
      besideFirst(`Lines of ${SHORT.length} characters`, cut),
      besideFirst(`Other layers, lines of ${LINES.length} characters`, all),
      ofWords(wordTokens, all, byWords),
    ];
  },
};

/** A GRU, and an RNN of as many units that makes so many more steps that it trains for about as long. */
function pair(): Contestant[] {
  return [
    contestant('GRU', gru, { units: UNITS, rate: RATES.gru }),
    contestant('RNN', rnn, { units: UNITS, rate: RATES.rnn, pace: 2.6 }),
  ];
}

function others(): Contestant[] {
  return [
    contestant('GRU', gru, { units: UNITS, rate: RATES.gru }),
    contestant('RNN of as many weights', rnn, { units: WIDE, rate: RATES.rnn }),
    contestant('LSTM', lstm, { units: UNITS, rate: RATES.gru }),
  ];
}

function wordModel(): Contestant {
  return contestant('GRU over words', gru, { units: UNITS, rate: RATES.gru, width: 64 });
}

/** One race for each seed. */
async function races(
  contestants: readonly Contestant[],
  text: ProseTokens,
  run: Omit<ProseRun, 'seed'>,
  seeds: readonly number[],
  say: (line: string) => void,
): Promise<Course[][]> {
  const all: Course[][] = [];
  for (const seed of seeds) {
    const courses = await race(contestants, text, { ...run, seed });
    const ends = courses.map((one) => `${one.name} ${bitsAt(one, 'step', Infinity).toFixed(3)}`);
    const [first] = courses;
    const leads = courses.flatMap((other) =>
      first === undefined || other === first
        ? []
        : [
            `${first.name} leads ${other.name} by ${leadOf(first, other, 'seconds', 1).toFixed(3)} at equal time`,
          ],
    );
    say(`lines of ${text.length}, seed ${seed}: ${[...ends, ...leads].join(', ')}`);
    all.push(courses);
  }
  return all;
}

/** Each one beside the first: at the last step that both made, and at the last second that both trained. */
function besideFirst(title: string, all: readonly Course[][]): Table {
  const names = (all[0] ?? []).map(({ name }) => name);
  const [first = ''] = names;
  return {
    title,
    columns: [
      'model',
      'weights',
      `time of a step (${first}: 1)`,
      'bits, equal steps',
      `lead of the ${first}`,
      'bits, equal time',
      `lead of the ${first}`,
    ],
    rows: names.map((name, i) => besideFirstRow(name, pairsWithFirst(all, i))),
  };
}

interface Pair {
  readonly first: Course;
  readonly other: Course;
}

/** The first of each seed and another one. */
function pairsWithFirst(all: readonly Course[][], i: number): Pair[] {
  return all.flatMap((courses) => {
    const [first, other] = [courses[0], courses[i]];
    return first === undefined || other === undefined ? [] : [{ first, other }];
  });
}

function besideFirstRow(name: string, pairs: readonly Pair[]): string[] {
  const cost = pairs.map(({ first, other }) => secondsPerStep(other) / secondsPerStep(first));
  const cells = (['step', 'seconds'] as const).flatMap((clock) => {
    const bits = pairs.map(({ first, other }) =>
      bitsAt(other, clock, sharedMoment([first, other], clock)),
    );
    const alone = pairs.every(({ first, other }) => first === other);
    return [withSpread(bits, 3), alone ? '' : leadCell(pairs, clock, 1)];
  });
  const weights = String(pairs[0]?.other.parameters ?? '');
  return [name, weights, summary(cost).mean.toFixed(2), ...cells];
}

/** Mean and spread of the first one's lead, and in how many seeds it led. */
function leadCell(pairs: readonly Pair[], clock: Clock, share: number): string {
  const leads = pairs.map(({ first, other }) => leadOf(first, other, clock, share));
  const ahead = leads.filter((lead) => lead > 0).length;
  return `${withSpread(leads, 3)} (${ahead} of ${leads.length})`;
}

/** Who of the first two is ahead after a part of the steps, and of the seconds, that both trained. */
function onTheWay(title: string, all: readonly Course[][]): Table {
  const pairs = pairsWithFirst(all, 1);
  const [first = '', second = ''] = (all[0] ?? []).map(({ name }) => name);
  return {
    title,
    columns: [
      `part of what both trained`,
      'steps',
      `lead of the ${first} over the ${second}, equal steps`,
      'equal time',
    ],
    rows: [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1].map((share) => {
      const steps = pairs.map((pair) => share * sharedMoment([pair.first, pair.other], 'step'));
      return [
        `${(100 * share).toFixed(0)} %`,
        String(steps[0] ?? NaN),
        leadCell(pairs, 'step', share),
        leadCell(pairs, 'seconds', share),
      ];
    }),
  };
}

/** A model of words on the scale of characters. */
function ofWords(
  { lines, vocabularySize }: ProseTokens,
  byLetters: readonly Course[][],
  byWords: readonly Course[][],
): Table {
  const characters = lines.reduce((count, { text }) => count + Array.from(text).length, 0);
  const spelling = lines.reduce((nats, line) => nats + line.spelling, 0) / Math.LN2 / characters;
  const row = (all: readonly Course[][], besides: string) => {
    const ends = all.flatMap(([one]) => (one === undefined ? [] : [one]));
    const bits = ends.map((one) => bitsAt(one, 'step', Infinity));
    return [ends[0]?.name ?? '', String(ends[0]?.parameters ?? ''), withSpread(bits, 3), besides];
  };
  return {
    title: `Words on the same scale: ${vocabularySize} of them are known; an unknown one is charged as such, and for its spelling by a trigram model of rare words`,
    columns: ['model', 'weights', 'bits per character', 'of them for spelling'],
    rows: [row(byLetters, '0'), row(byWords, spelling.toFixed(3))],
  };
}
