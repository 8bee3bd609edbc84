import { behaviour, law, StandIn, type Ask, type Task } from '../../../grader/checks/index.js';

const layers = {
  addOne: (n: number) => n + 1,
  double: (n: number) => 2 * n,
  square: (n: number) => n * n,
};
type Name = keyof typeof layers;

/** The arguments of serial: layers under their places. */
const chain = (...names: readonly Name[]) =>
  Object.fromEntries(names.map((name, i) => [`layer ${String(i + 1)}`, new StandIn(name)]));

const expected = (names: readonly Name[], x: number) =>
  names.reduce((y, name) => layers[name](y), x);

const shown = (value: unknown) =>
  typeof value === 'number' || value === undefined ? String(value) : `a ${typeof value}`;

/** What is wrong about chains of these layers at x; nothing if all are right. */
async function wrongChain(ask: Ask, x: number, ...chains: readonly (readonly Name[])[]) {
  for (const names of chains) {
    const y = await ask.handle(await ask(chain(...names)), [x]);
    const right = expected(names, x);
    if (y !== right)
      return `serial(${names.join(', ')})(${String(x)}) is ${shown(y)}, and should be ${String(right)}.`;
  }
  return undefined;
}

export const serial: Task = {
  id: 'serial',
  title: 'Layers in a row',
  from: 'src/layers/serial.ts',
  name: 'serial',
  kind: 'transfer',
  core: false,
  points: 5,
  difficulty: 2,
  minutes: 10,
  needs: [],
  forbidden: [],
  hints: [
    'serial returns a function. That function gets x later and hands it from layer to layer.',
    'Keep the latest result in a variable that starts as x.',
    'return (x) => { let y = x; for (const layer of layers) ...; return y; };',
  ],
  checks: [
    law({
      title: 'the first layer comes first',
      share: 0.3,
      holds: (ask, rng) =>
        wrongChain(
          ask,
          3 + rng.int(50),
          ['addOne', 'double', 'square'],
          ['square', 'double', 'addOne', 'square', 'double'],
        ),
    }),
    law({
      title: 'a chain of chains is one chain',
      share: 0.2,
      holds: async (ask, rng) => {
        const x = 3 + rng.int(50);
        const inner = await ask(chain('addOne', 'double'));
        const nested = await ask.handle(await ask({ inner, ...chain('square') }), [x]);
        const right = expected(['addOne', 'double', 'square'], x);
        return nested === right
          ? undefined
          : `serial(serial(addOne, double), square)(${String(x)}) is ${shown(nested)}, without the inner serial ${String(right)}.`;
      },
    }),
    law({
      title: 'a chain can be used again',
      share: 0.2,
      holds: async (ask, rng) => {
        const [one, other] = [3 + rng.int(50), 60 + rng.int(50)];
        const wrong = await wrongChain(ask, one, ['square', 'addOne']);
        if (wrong !== undefined) return wrong;
        const reused = await ask(chain('addOne', 'double'));
        const before = await ask.handle(reused, [one]);
        const y = await ask.handle(reused, [other]);
        const right = expected(['addOne', 'double'], other);
        return y === right
          ? undefined
          : `chain = serial(addOne, double); chain(${String(one)}) is ${shown(before)}, and then chain(${String(other)}) is ${shown(y)} where ${String(right)} belongs. Each call begins anew with its own x.`;
      },
    }),
    law({
      title: 'no layers change nothing, and one does what it does',
      share: 0.15,
      holds: (ask, rng) => wrongChain(ask, 3 + rng.int(50), [], ['double']),
    }),
    behaviour({
      title: 'no layer runs before x comes',
      share: 0.15,
      holds: async (ask) => {
        const made = await ask.outcome(chain('addOne', 'double'));
        if (made.kind !== 'value') return 'serial did not return';
        const early = made.observed.standInCalls.length;
        return early === 0
          ? undefined
          : `making the chain called a layer ${String(early)} times. Layers run when x comes, not before.`;
      },
    }),
  ],
};
