import { expect, test } from 'vitest';
import { report } from './report.js';

test('figures come with the command, the seeds and the machine that made them', () => {
  const origin = {
    command: 'npm run experiments -- small',
    seeds: [1, 2],
    backend: 'js',
    node: 'v24',
  };
  const table = { title: 'How many?', columns: ['what', 'mean'], rows: [['a', '1.0']] };
  expect(report('small', 'something small', origin, [table])).toBe(`# small

Something small.

Made by \`npm run experiments -- small\`; seeds 1, 2; backend js; Node v24.

## How many?

| what | mean |
| --- | --- |
| a | 1.0 |
`);
});
