/** npm run bench [-- NAME...]: speed beside a peer in the same run, printed as a table. */
import type { Bench, Row } from './measure.js';
import { batch } from './batch.js';
import { droppedMillion } from './dropout.js';
import { jitSteps } from './jit-step.js';
import { kernel } from './kernel.js';
import { letters } from './letters.js';
import { notebooks } from './notebooks.js';
import { recurrentProfiles } from './recurrent-profile.js';
import { recurrentSteps } from './recurrent-step.js';
import { setUp } from './set-up.js';
import { table } from './table.js';
import { transformerStep } from './transformer-step.js';
import { verdict } from './verdict.js';

const benches: readonly Bench[] = [
  verdict,
  batch,
  ...recurrentSteps,
  ...recurrentProfiles,
  jitSteps,
  transformerStep,
  letters,
  droppedMillion,
  kernel,
  notebooks,
  setUp,
];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    const known = benches.map(({ name, about }) => `  ${name}: ${about}`).join('\n');
    console.error(`bench: expected names among these, received ${unknown}.\n${known}`);
    return 2;
  }
  const rows: Row[] = [];
  for (const bench of benches) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    console.error(`${bench.name}: ${bench.about} ...`);
    rows.push(...(await bench.run()));
  }
  console.log(table(rows));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
