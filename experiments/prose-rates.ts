import { gru } from '../src/layers/gru.js';
import { lstm } from '../src/layers/lstm.js';
import { rnn } from '../src/layers/recurrent.js';
import { withSpread, type Experiment } from './experiment.js';
import { bitsAt } from './prose-curve.js';
import { contestant, race, type Contestant } from './prose-race.js';
import { proseCharacters, proseParts } from './prose-text.js';
import { proseWords } from './prose-words.js';

const RATES = [0.002, 0.004, 0.008, 0.016, 0.032];
const RUN = { steps: 400, rows: 16, every: 400 };

/** By what is trained, the contestants with each rate. */
const OVER_CHARACTERS: Readonly<Record<string, (rate: number) => Contestant>> = {
  RNN: (rate) => contestant('RNN', rnn, { units: 64, rate, pace: 2.5 }),
  'RNN of 108 units': (rate) => contestant('RNN of 108 units', rnn, { units: 108, rate, pace: 2 }),
  GRU: (rate) => contestant('GRU', gru, { units: 64, rate }),
  LSTM: (rate) => contestant('LSTM', lstm, { units: 64, rate }),
};

/** Chooses rates for `prose`, by another part of the book and other seeds than it judges by. */
export const proseRates: Experiment = {
  name: 'prose-rates',
  about:
    "bits per character of the book's validation part by Adam's rate: for choosing the rates of prose",
  async run(seeds, say) {
    const parts = proseParts();
    const judgedBy = 'validation';
    const letters = proseCharacters(parts, { length: 64, lines: 128, judgedBy });
    const words = proseWords(parts, { length: 14, lines: 128, minCount: 3, judgedBy });
    const overWords = (rate: number) =>
      contestant('GRU over words', gru, { units: 64, rate, width: 64 });
    const all = [
      ...Object.entries(OVER_CHARACTERS).map(([name, make]) => ({ name, make, tokens: letters })),
      { name: 'GRU over words', make: overWords, tokens: words },
    ];
    const rows: string[][] = [];
    for (const { name, make, tokens } of all) {
      const bits: number[][] = RATES.map(() => []);
      for (const seed of seeds.map((one) => 100 + one)) {
        const courses = await race(RATES.map(make), tokens, { ...RUN, seed });
        for (const [i, one] of courses.entries()) bits[i]?.push(bitsAt(one, 'step', Infinity));
      }
      rows.push([name, ...bits.map((of) => withSpread(of, 3))]);
      say(rows.at(-1)?.join(', ') ?? '');
    }
    const title =
      'After 400 steps, 1000 of the RNN, 800 of the wider one; seeds are 100 higher than above';
    return [{ title, columns: ['model', ...RATES.map(String)], rows }];
  },
};
