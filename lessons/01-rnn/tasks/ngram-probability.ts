import {
  contract,
  fixture,
  law,
  seeded,
  values,
  type Case,
  type Task,
} from '../../../grader/checks/index.js';
import { sameAnswer } from '../../laws.js';
import { drawNgrams } from '../draw.js';

const known = fixture('01-rnn/ngram-probability');
const edges = ['the start of a line', 'the second token of a line', 'no context at all'];
const isEdge = ({ name }: Case) => edges.includes(name);
const drawn = seeded(
  6,
  (rng, i) => {
    const order = 2 + (i % 2);
    const { counts, lines } = drawNgrams(rng, order, 11);
    const line = lines[i] ?? [];
    const t = order + rng.int(line.length - order);
    return { counts, before: line.slice(0, t), next: line[t] ?? 0, k: 0.1 + 2 * rng.uniform() };
  },
  'drawn lines',
);
const starts = seeded(
  4,
  (rng, i) => {
    const order = 1 + (i % 3);
    const { counts, lines } = drawNgrams(rng, order, 5);
    const [line = []] = lines;
    const t = order === 1 ? 3 : i % 2;
    return { counts, before: line.slice(0, t), next: line[t] ?? 0, k: 0.1 + 2 * rng.uniform() };
  },
  'drawn starts',
);

export const ngramProbability: Task = {
  id: 'ngram-probability',
  title: 'The next token by counting',
  from: 'src/models/ngram.ts',
  name: 'ngramProbability',
  kind: 'write',
  core: false,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: [],
  hints: [
    'Two steps: find what followed this context, then make a share of it. What is the name of a context in counts.followers?',
    "The context is the last order - 1 tokens, with zeros in front where the line has fewer, joined by ' '. Mind order 1, where slice(-0) would give you the whole line. A context that never came has no entry: take {} for it.",
    'Say seen = counts.followers[context] ?? {}, and total = the sum of Object.values(seen). Each of the V tokens gets k more, so above you add k once, and below V times: (seen[next] ?? 0) + k over total + k * V.',
  ],
  checks: [
    contract({ cases: drawn.slice(0, 1) }),
    values({ cases: [...known.filter((of) => !isEdge(of)), ...drawn], share: 0.5 }),
    values({
      title: 'values at the start of a line and without a context',
      cases: [...known.filter(isEdge), ...starts],
      share: 0.2,
    }),
    law({
      title: 'over all tokens it sums to 1',
      share: 0.2,
      holds: async (ask, rng) => {
        const V = 7;
        const { counts } = drawNgrams(rng, 2, V);
        let total = 0;
        for (let next = 0; next < V; next++)
          total += Number(await ask({ counts, before: [3], next, k: 0.5 }));
        if (Math.abs(total - 1) < 1e-9) return undefined;
        return `after one and the same token the probabilities of all ${String(V)} tokens sum to ${total.toPrecision(4)}. What you add to the counts above has to be added below as well, once for each token.`;
      },
    }),
    sameAnswer({
      title: 'what lies before the context changes nothing',
      share: 0.1,
      ask: (rng) => {
        const { counts } = drawNgrams(rng, 3, 7);
        const after = (before: readonly number[]) => ({ counts, before, next: 2, k: 0.5 });
        return [after([2, 4]), after([5, 1, 3, 2, 4])];
      },
      what: 'with n = 3, the tokens 5, 1, 3 before 2, 4',
      why: 'The model sees the last two tokens and no more.',
    }),
  ],
};
