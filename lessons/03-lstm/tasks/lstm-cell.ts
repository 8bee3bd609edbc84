import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  gradient,
  law,
  randomTensor,
  seeded,
  values,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { rowOf, tensorOf, worstDifference } from '../../values.js';
import { drawLstm, drawState, leaning } from '../draw.js';

const known = fixtureCases(loadFixture('03-lstm/lstm-cell.json'));
const drawn = seeded(
  2,
  (rng, i) => ({
    p: drawLstm(rng, 3, 5),
    x: randomTensor(rng, [2 + i, 3]),
    state: drawState(rng, 2 + i, 5),
  }),
  'drawn weights',
);

const part = (answer: Value, key: 'h' | 'c') =>
  tensorOf((answer as Readonly<Record<string, Value>>)[key]);

export const lstmCell: Task = {
  id: 'lstm-cell',
  title: 'One step of a long short-term memory',
  from: 'src/layers/lstm.ts',
  name: 'lstmCell',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 2,
  minutes: 15,
  needs: [],
  forbidden: ['tf.layers', 'tf.basicLSTMCell', 'tf.multiRNNCell'],
  hints: [
    'Four things are asked of the same input and the same old output: three of them are gates, between 0 and 1, and one is a proposal, between -1 and 1. The two products with wIh and wHh serve all four.',
    "add(add(einsum('B I, I G -> B G', x, p.wIh), einsum('B U, U G -> B G', state.h, p.wHh)), p.b) has [B, 4 U] entries. split(..., 4, 1) takes it apart in the order i, f, g, o; three parts go through sigmoid, g through tanh.",
    'c = add(mul(f, state.c), mul(i, g)), and the new output is mul(o, tanh(c)), made of the new c. Return { h: ..., c }: the tanh is for the output alone.',
  ],
  checks: [
    contract({ cases: drawn, axes: { h: 'B U', c: 'B U' } }),
    values({ cases: [...known, ...drawn], share: 0.5 }),
    gradient({
      cases: known,
      withRespectTo: ['p.wIh', 'p.wHh', 'p.b', 'x', 'state.h', 'state.c'],
      share: 0.3,
    }),
    law({
      title: 'with f open and i shut the cells stay as they are',
      share: 0.1,
      holds: async (ask, rng) => {
        const p = leaning(drawLstm(rng, 3, 5), { i: -60, f: 60, g: 0, o: 0 });
        const state = drawState(rng, 2, 5);
        const c = part(await ask({ p, x: randomTensor(rng, [2, 3]), state }), 'c');
        const off = worstDifference(c, state.c);
        if (off < 1e-9) return undefined;
        return `with a bias of 60 for f and -60 for i, nothing is forgotten and nothing comes in, yet the cells changed by up to ${off.toPrecision(2)}. This is the belt on which things are carried: c' = f * c + i * g, and nothing else.`;
      },
    }),
    law({
      title: 'lines of a batch do not touch each other',
      share: 0.1,
      holds: async (ask, rng) => {
        const p = drawLstm(rng, 3, 5);
        const x = randomTensor(rng, [3, 3]);
        const { h, c } = drawState(rng, 3, 5);
        const alone = { h: rowOf(h, 1), c: rowOf(c, 1) };
        const together = await ask({ p, x, state: { h, c } });
        const one = await ask({ p, x: rowOf(x, 1), state: alone });
        const off = (['h', 'c'] as const).map((key) =>
          worstDifference(rowOf(part(together, key), 1), part(one, key)),
        );
        if (off.every((each) => each < 1e-9)) return undefined;
        return `line 1 of a batch of three came out otherwise than alone, by up to ${Math.max(...off).toPrecision(2)}. Nothing in a step may sum or average over B.`;
      },
    }),
  ],
};
