import { expect, test } from 'vitest';
import { runProperty } from '../grader/judge/property.js';
import { fakeSubject } from '../grader/testing/fake-subject.js';
import { randomTensor, tensor, type Draws, type Task, type Value } from '../grader/checks/index.js';
import { drawMask, drawState } from './drawn.js';
import {
  additive,
  knownAnswer,
  paddingSilent,
  permutation,
  readsOn,
  rowsApart,
  rowsSumTo,
  sameAnswer,
} from './laws.js';
import { lastStepOf, mapEntries, rowOf, scalarOf, stepOf, sumOf, tensorOf } from './values.js';

type Args = Readonly<Record<string, Value>>;
type Check = Task['checks'][number];

/** What a law finds wrong with a function; nothing if it holds. */
async function found(
  law: Check | undefined,
  f: (args: Args) => Value,
): Promise<string | undefined> {
  if (law?.kind !== 'property') throw new Error('expected a law');
  const result = await runProperty(law, fakeSubject(f), 1);
  return result.ok ? undefined : result.message;
}

const drawX = (rng: Draws) => ({ x: randomTensor(rng, [3, 2]) });
const twiceAll = ({ x }: Args) => mapEntries(tensorOf(x), (entry) => 2 * entry);

test('rows apart: a mean over the batch is seen', async () => {
  const law = rowsApart({ share: 1, draw: drawX, batched: ['x'] });
  expect(await found(law, twiceAll)).toBeUndefined();
  const centred = ({ x }: Args) => mapEntries(tensorOf(x), (entry) => entry - sumOf(x));
  expect(await found(law, centred)).toMatch(/^lines of a batch .* line 1 of a batch came out/);
});

test('additive: a mean in the place of a sum is seen', async () => {
  const law = additive({ share: 1, draw: drawX, batched: ['x'], weights: ['dw'] });
  expect(await found(law, ({ x }) => ({ dw: tensor([1], [sumOf(x)]) }))).toBeUndefined();
  const mean = ({ x }: Args) => ({ dw: tensor([1], [sumOf(x) / tensorOf(x).data.length]) });
  expect(await found(law, mean)).toContain('twice the dw of that line alone');
});

/** Sums what was read so far, beginning with h0; `from` is the first step that step t looks at. */
function sums({ xs, h0 }: Args, from: (t: number) => number, to: (t: number) => number): Value {
  const [B = 0, T = 0, D = 0] = tensorOf(xs).shape;
  const h = tensorOf(h0).data;
  const entry = (b: number, t: number, d: number) => stepOf(xs, t).data[b * D + d] ?? 0;
  return mapEntries(tensorOf(xs), (_, at) => {
    const [b, t, d] = [Math.floor(at / (T * D)), Math.floor(at / D) % T, at % D];
    let total = h[b * D + d] ?? 0;
    for (let s = from(t); s <= Math.min(to(t), T - 1); s++) total += entry(b, s, d);
    return b < B ? total : NaN;
  });
}

test('reading on: a state that is not all, and a look ahead, are seen', async () => {
  const [twoParts, causal] = readsOn({
    share: 1,
    draw: (rng) => ({ xs: randomTensor(rng, [2, 5, 3]), h0: drawState(rng, 2, 3) }),
    state: 'h0',
    last: lastStepOf,
  });
  const right = (args: Args) =>
    sums(
      args,
      () => 0,
      (t) => t,
    );
  expect([await found(twoParts, right), await found(causal, right)]).toEqual([
    undefined,
    undefined,
  ]);
  const forgetful = (args: Args) =>
    sums(
      args,
      (t) => Math.max(0, t - 1),
      (t) => t,
    );
  expect(await found(twoParts, forgetful)).toContain('5 steps at once and 2 + 3 steps');
  const ahead = (args: Args) =>
    sums(
      args,
      () => 0,
      (t) => t + 1,
    );
  expect(await found(causal, ahead)).toContain('another input at the last step changed outputs');
});

test('padding silent: a sum that leaves out the mask is seen', async () => {
  const law = paddingSilent({
    share: 1,
    draw: (rng) => ({ x: randomTensor(rng, [3, 7]), mask: drawMask(rng, 3, 7) }),
    elsewhere: (rng) => ({ x: randomTensor(rng, [3, 7]) }),
  });
  const masked = ({ x, mask }: Args) =>
    sumOf(mapEntries(tensorOf(x), (entry, at) => entry * (tensorOf(mask).data[at] ?? NaN)));
  expect(await found(law, masked)).toBeUndefined();
  expect(await found(law, ({ x }) => sumOf(x))).toMatch(/what stands at places of padding changed/);
});

test('permutation: a weight for each place is seen, and steps that do not follow', async () => {
  const draw = (rng: Draws) => ({ xs: randomTensor(rng, [2, 5, 3]) });
  const still = permutation({ share: 1, draw, moved: ['xs'] });
  expect(await found(still, ({ xs }) => sumOf(xs))).toBeUndefined();
  const weighted = ({ xs }: Args) => sumOf(mapEntries(tensorOf(xs), (x, at) => x * (at % 5)));
  expect(await found(still, weighted)).toContain('in another order the answer is off by up to');
  const following = permutation({ share: 1, draw, moved: ['xs'], follows: true });
  expect(await found(following, ({ xs }) => xs)).toBeUndefined();
  expect(await found(following, ({ xs }) => mapEntries(tensorOf(xs), (x, at) => x + at))).toContain(
    'It should be the same, in that order.',
  );
});

test('rows sum to: a factor and an answer without rows are seen', async () => {
  const law = rowsSumTo(1, { title: 'one', share: 1, draw: drawX, why: 'It is all.' });
  const shares = ({ x }: Args) =>
    mapEntries(tensorOf(x), (entry, at) => entry / sumOf(rowOf(x, Math.floor(at / 2))));
  expect(await found(law, shares)).toBeUndefined();
  expect(await found(law, (args) => mapEntries(tensorOf(shares(args)), (p) => 3 * p))).toBe(
    'one: row 0 sums to 3.000 and not to 1. It is all.',
  );
  expect(await found(law, () => 1)).toContain('row 0 sums to');
});

test('same answer and known answer say what came out', async () => {
  const same = sameAnswer({
    title: 'shift',
    share: 1,
    ask: () => [{ n: 1 }, { n: 3 }],
    what: 'adding 2',
    why: 'It must not.',
  });
  expect(await found(same, () => 5)).toBeUndefined();
  expect(await found(same, ({ n }) => Number(n))).toBe(
    'shift: adding 2 changed the answer from 1.000 to 3.000. It must not.',
  );
  expect(await found(same, ({ n }) => (n === 1 ? 'a' : []))).toContain(
    'changed the answer altogether',
  );
  const known = knownAnswer({
    title: 'double',
    share: 1,
    ask: () => ({ args: { n: 2 }, right: 4 }),
    of: scalarOf,
    says: (off, received) => `off by ${off}, received ${String(scalarOf(received))}`,
  });
  expect(await found(known, () => tensor([], [4]))).toBeUndefined();
  expect(await found(known, () => 5)).toBe('double: off by 1.0, received 5');
  expect(await found(known, () => undefined)).toContain('off by Infinity');
});
