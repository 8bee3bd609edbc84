import { behaviour, law, StandIn, type Ask, type Task } from '../../../grader/checks/index.js';

const [addOne, double, square] = ['addOne', 'double', 'square'].map((name) => new StandIn(name));

/** Asks serial for a chain and gives it 3. */
async function ofThree(ask: Ask, layers: Readonly<Record<string, StandIn | undefined>>) {
  return ask.handle(await ask(layers), [3]);
}

const shown = (value: unknown) =>
  typeof value === 'number' || value === undefined ? String(value) : `a ${typeof value}`;

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
      holds: async (ask) => {
        const y = await ofThree(ask, { first: addOne, second: double, third: square });
        return y === 64
          ? undefined
          : `serial(addOne, double, square)(3) is ${shown(y)}. First 3 + 1, then times 2, then squared: 64.`;
      },
    }),
    law({
      title: 'a chain of chains is one chain',
      share: 0.2,
      holds: async (ask) => {
        const inner = await ask({ first: addOne, second: double });
        const nested = await ask.handle(await ask({ first: inner, second: square }), [3]);
        return nested === 64
          ? undefined
          : `serial(serial(addOne, double), square)(3) is ${shown(nested)}, without the inner serial 64.`;
      },
    }),
    law({
      title: 'a chain can be used again',
      share: 0.2,
      holds: async (ask) => {
        const chain = await ask({ first: addOne, second: double });
        const before = await ask.handle(chain, [3]);
        const y = await ask.handle(chain, [10]);
        return y === 22
          ? undefined
          : `chain = serial(addOne, double); chain(3) is ${shown(before)}, and then chain(10) is ${shown(y)} where 22 belongs. Each call begins anew with its own x.`;
      },
    }),
    law({
      title: 'no layers change nothing',
      share: 0.15,
      holds: async (ask) => {
        const y = await ofThree(ask, {});
        return y === 3
          ? undefined
          : `serial()(3) is ${shown(y)}. A chain without layers hands x on: 3.`;
      },
    }),
    behaviour({
      title: 'no layer runs before x comes',
      share: 0.15,
      holds: async (ask) => {
        const made = await ask.outcome({ first: addOne, second: double });
        if (made.kind !== 'value') return 'serial did not return';
        const early = made.observed.standInCalls.length;
        return early === 0
          ? undefined
          : `making the chain called a layer ${String(early)} times. Layers run when x comes, not before.`;
      },
    }),
  ],
};
