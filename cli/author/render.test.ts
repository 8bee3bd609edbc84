import { expect, test } from 'vitest';
import { reportOf, type TaskProof } from './proof.js';
import { confusionMatrix, renderReport } from './render.js';

test('a confusion matrix shows what each mistake was named as', () => {
  const named = { 'bias-forgotten': 'bias-forgotten', 'bias-first': 'bias-forgotten', once: null };
  expect(confusionMatrix(named)).toEqual([
    'mistake, named as   1  2  3  -',
    ' 1  bias-forgotten  x  .  .  .',
    ' 2  bias-first      x  .  .  .',
    ' 3  once            .  .  .  x',
  ]);
});

const proof: TaskProof = {
  id: 'scale',
  maxPoints: 4,
  key: 4,
  stub: 'unattempted',
  mistakes: { once: null },
  variants: { a: 4, b: 2 },
  mutants: { made: 10, explained: ['x'], survived: ['y', 'z'] },
  problems: ['mistake ...'],
};

test('a report counts, marks what is not proven, and says so in one word', () => {
  const report = reportOf([
    { lesson: '90-small', tasks: [proof], problems: ['a file is outdated.'] },
  ]);
  expect(report).toMatchObject({ schema: 'unroll.author/1', proven: false });
  const text = renderReport(report);
  expect(text).toContain('  ! a file is outdated.');
  expect(text).toContain(
    '!! scale: key 4 of 4; stub unattempted; variants 1 of 2; mutants 7 of 10 caught, 1 explained',
  );
  expect(text).toContain('Not proven yet');
  const proven = reportOf([
    { lesson: '90-small', tasks: [{ ...proof, problems: [] }], problems: [] },
  ]);
  expect(proven.proven).toBe(true);
  expect(renderReport(proven)).toContain('Everything is proven.');
});
