/**
 * Laws that many tasks share. Each gives a check; `draw` makes the arguments that it asks about.
 */
import { law, type Draws, type Task, type Value } from '../grader/checks/index.js';
import {
  gapOf,
  mapEntries,
  mapTensors,
  partOf,
  reordered,
  rowOf,
  scalarOf,
  stepsOf,
  tensorOf,
  twice,
} from './values.js';

/** Ways to have a gradient made. */
export const autodiff = [
  'tf.grad',
  'tf.grads',
  'tf.valueAndGrad',
  'tf.valueAndGrads',
  'tf.variableGrads',
  'tf.customGrad',
] as const;

/** What a backward pass by hand may not use. */
export const byHand = [...autodiff, 'core.numericGradient'] as const;

type Check = Task['checks'][number];
type Args = Readonly<Record<string, Value>>;

interface Common {
  readonly share: number;
  readonly draw: (rng: Draws) => Args;
}

const itself = (answer: Value) => answer;

/** Double precision leaves far less than this. */
const near = 1e-9;

/**
 * Two questions that have one answer.
 *
 * @param options.ask draws both
 * @param options.what made no difference: 'other scores at places of padding'
 * @param options.why it may make none
 */
export function sameAnswer(options: {
  readonly title: string;
  readonly share: number;
  readonly ask: (rng: Draws) => readonly [Args, Args];
  readonly what: string;
  readonly why: string;
}): Check {
  const { title, share, what, why } = options;
  return law({
    title,
    share,
    holds: async (ask, rng) => {
      const [one, other] = options.ask(rng);
      const [before, after] = [await ask(one), await ask(other)];
      if (gapOf(before, after) < near) return undefined;
      return `${what} changed the answer ${changeText(before, after)}. ${why}`;
    },
  });
}

function changeText(before: Value, after: Value): string {
  const [a, b] = [scalarOf(before), scalarOf(after)];
  if (!Number.isNaN(a + b)) return `from ${a.toPrecision(4)} to ${b.toPrecision(4)}`;
  const off = gapOf(before, after);
  return Number.isFinite(off) ? `by up to ${off.toPrecision(2)}` : 'altogether';
}

/**
 * A question whose answer is known without a reference.
 *
 * @param options.ask draws the arguments and says what is right
 * @param options.of what of the answer is looked at; all of it without
 * @param options.says what is wrong: how far off it is, and what came
 */
export function knownAnswer(options: {
  readonly title: string;
  readonly share: number;
  readonly ask: (rng: Draws) => { readonly args: Args; readonly right: Value };
  readonly of?: (answer: Value) => Value;
  readonly says: (off: string, received: Value) => string;
}): Check {
  const { title, share, of = itself } = options;
  return law({
    title,
    share,
    holds: async (ask, rng) => {
      const { args, right } = options.ask(rng);
      const received = of(await ask(args));
      const off = gapOf(right, received);
      return off < near ? undefined : options.says(off.toPrecision(2), received);
    },
  });
}

const changed = (args: Args, keys: readonly string[], f: (value: Value) => Value): Args => ({
  ...args,
  ...Object.fromEntries(keys.map((key) => [key, f(args[key])])),
});

/**
 * A line of a batch comes out as it does alone. `batched` names the arguments that hold the batch.
 */
export function rowsApart({
  share,
  draw,
  batched,
}: Common & { readonly batched: readonly string[] }): Check {
  return law({
    title: 'lines of a batch do not touch each other',
    share,
    holds: async (ask, rng) => {
      const args = draw(rng);
      const lineOne = (value: Value) => mapTensors(value, (of) => rowOf(of, 1));
      const together = lineOne(await ask(args));
      const off = gapOf(together, await ask(changed(args, batched, lineOne)));
      if (off < near) return undefined;
      return `line 1 of a batch came out differently than alone, by up to ${off.toPrecision(2)}. Nothing in a step may sum or average over B.`;
    },
  });
}

/**
 * The steps of each line in another order: the answer stays, or its steps take that order too.
 *
 * @param options.moved names the arguments [B, T, ...] that are put into another order
 * @param options.follows whether the steps of the answer follow
 */
export function permutation({
  share,
  draw,
  moved,
  follows = false,
}: Common & { readonly moved: readonly string[]; readonly follows?: boolean }): Check {
  return law({
    title: follows ? 'another order in, the same order out' : 'the order does not matter',
    share,
    holds: async (ask, rng) => {
      const args = draw(rng);
      const [, T = 0] = tensorOf(args[moved[0] ?? '']).shape;
      const order = Array.from({ length: T }, (_, t) => (t + 2) % T);
      const answer = await ask(args);
      const expected = follows ? reordered(answer, order) : answer;
      const turned = changed(args, moved, (value) => reordered(value, order));
      const off = gapOf(expected, await ask(turned));
      if (off < near) return undefined;
      return `with the steps of each line in another order the answer is off by up to ${off.toPrecision(2)}. ${follows ? 'It should be the same, in that order.' : 'It should be the same.'}`;
    },
  });
}

/** The same line twice gives twice the gradients of the weights that both share. */
export function additive({
  share,
  draw,
  batched,
  weights,
}: Common & { readonly batched: readonly string[]; readonly weights: readonly string[] }): Check {
  return law({
    title: 'the same line twice, twice the gradient',
    share,
    holds: async (ask, rng) => {
      const args = draw(rng);
      const once = mapTensors(await ask(args), (of) => mapEntries(of, (entry) => 2 * entry));
      const both = await ask(changed(args, batched, (value) => mapTensors(value, twice)));
      const off = weights.find((key) => !(gapOf(partOf(once, key), partOf(both, key)) < near));
      if (off === undefined) return undefined;
      return `a batch with the same line twice should give twice the ${off} of that line alone: the lines share the weights, and their gradients add up.`;
    },
  });
}

interface Reading extends Common {
  /** Name of the argument that holds the state before the first step. */
  readonly state: string;
  /** The outputs of all steps in an answer, [B, T, U]; without it, all of the answer. */
  readonly outputs?: (answer: Value) => Value;
  /** The state that the last step of an answer left. */
  readonly last: (answer: Value) => Value;
}

/** What holds for all that reads a sequence step by step. */
export const readsOn = (reading: Reading): readonly Check[] => [twoParts(reading), causal(reading)];

/** `xs` read in two parts gives what it gives in one. */
function twoParts({ share, draw, state, outputs = itself, last }: Reading): Check {
  return law({
    title: 'in two parts as in one',
    share,
    holds: async (ask, rng) => {
      const args = draw(rng);
      const [, T = 0] = tensorOf(args['xs']).shape;
      const cut = T - 3;
      const whole = stepsOf(outputs(await ask(args)), cut, T);
      const first = await ask({ ...args, xs: stepsOf(args['xs'], 0, cut) });
      const second = { ...args, xs: stepsOf(args['xs'], cut, T), [state]: last(first) };
      const off = gapOf(whole, outputs(await ask(second)));
      if (off < near) return undefined;
      return `${String(T)} steps at once and ${String(cut)} + 3 steps, the second part begun with the state that the first one left, differ by up to ${off.toPrecision(2)}. The state after a step has to be all that the next one needs.`;
    },
  });
}

/** The last of `xs` changes no output before it. */
function causal({ share, draw, outputs = itself }: Reading): Check {
  return law({
    title: 'the future does not change the past',
    share,
    holds: async (ask, rng) => {
      const args = draw(rng);
      const xs = tensorOf(args['xs']);
      const [, T = 0, I = 0] = xs.shape;
      const isLast = (at: number) => Math.floor(at / I) % T === T - 1;
      const other = mapEntries(xs, (x, at) => (isLast(at) ? -x : x));
      const early = async (of: Args) => stepsOf(outputs(await ask(of)), 0, T - 1);
      const off = gapOf(await early(args), await early({ ...args, xs: other }));
      if (off < near) return undefined;
      return `another input at the last step changed outputs of the steps before it by up to ${off.toPrecision(2)}. A step may look at its own input and at the state that it was handed.`;
    },
  });
}

/**
 * What stands at places of padding changes nothing.
 *
 * @param options.elsewhere draws arguments that replace those of `draw` where the mask is 0
 */
export function paddingSilent({
  share,
  draw,
  elsewhere,
}: Common & { readonly elsewhere: (rng: Draws) => Args }): Check {
  const ask = (rng: Draws): readonly [Args, Args] => {
    const args = draw(rng);
    const mask = tensorOf(args['mask']).data;
    const others = Object.entries(elsewhere(rng)).map(([key, other]) => {
      const { data } = tensorOf(other);
      const size = data.length / mask.length;
      const isPadding = (at: number) => mask[Math.floor(at / size)] === 0;
      const mixed = mapEntries(tensorOf(args[key]), (x, at) =>
        isPadding(at) ? (data[at] ?? NaN) : x,
      );
      return [key, mixed] as const;
    });
    return [args, { ...args, ...Object.fromEntries(others) }];
  };
  return sameAnswer({
    title: 'padding changes nothing',
    share,
    ask,
    what: 'what stands at places of padding',
    why: 'What stands under a 0 of the mask must not count.',
  });
}

/** A sum over an answer's last axis, which has to be the same in each row. */
export function rowsSumTo(
  right: number,
  options: Common & {
    readonly title: string;
    readonly term?: (entry: number) => number;
    readonly why: string;
  },
): Check {
  const { title, share, draw, term = (entry: number) => entry, why } = options;
  return law({
    title,
    share,
    holds: async (ask, rng) => {
      const { shape, data } = tensorOf(await ask(draw(rng)));
      const [B = 0, V = 0] = shape;
      const sums = Array.from({ length: B }, (_, b) =>
        data.slice(b * V, (b + 1) * V).reduce((sum, entry) => sum + term(entry), 0),
      );
      const off = sums.findIndex((sum) => !(Math.abs(sum - right) < near));
      if (off < 0 && B > 0) return undefined;
      return `row ${String(Math.max(0, off))} sums to ${String(sums[off]?.toPrecision(4))} and not to ${String(right)}. ${why}`;
    },
  });
}
