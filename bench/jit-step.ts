import { benchProgram } from './contestants.js';
import { timeSteps, type Bench } from './measure.js';

const ROUNDS = 3;

/** Steps of recurrent layers as one graph, beside the same operation by operation. */
export const jitSteps: Bench = {
  name: 'jit-step',
  about: 'RNN, GRU and LSTM forward and backward as one graph, beside operation by operation',
  async run() {
    const rows = [];
    for (const layer of ['rnn', 'gru', 'lstm']) {
      const programs = ['graph', 'eager', 'first'].map((how) =>
        benchProgram('jit-step-program.ts', how, `${layer}-step`),
      );
      const [graph = NaN, eager = NaN, first = NaN] = await timeSteps(programs, ROUNDS);
      const what = `${layer.toUpperCase()} forward and backward`;
      rows.push(
        {
          what: `${what}, one graph`,
          ours: graph,
          peer: { name: 'eager', seconds: eager },
          goal: 'at most 0.4 x',
        },
        { what: `${what}, recorded, loaded and run once`, ours: first, goal: 'at most 4 s' },
      );
    }
    return rows;
  },
};
