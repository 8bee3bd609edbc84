import { expect, test } from 'vitest';
import type { TaskVerdict } from '../grader/verdict.js';
import { verdictCard } from './verdict-card.js';

const failed: TaskVerdict = {
  id: 'rnn-cell',
  status: 'failed',
  points: 4,
  maxPoints: 10,
  check: 'values on 5 inputs',
  message: 'expected <B, U>, received "something else"',
  passed: ['form of the result'],
  help: ['the place', 'a probe', 'the cause'],
  output: '<script>alert(1)</script>\u001b[31m',
};

test('a card says what passed, what did not, and as much help as is due', () => {
  const { html, text } = verdictCard(failed, 1);
  for (const said of ['rnn-cell', '4 of 10 points', 'form of the result', 'the place'])
    expect([html.includes(said), text.includes(said)]).toEqual([true, true]);
  expect(html).not.toContain('a probe');
  expect(html).toContain('Another try shows more help.');
  expect(verdictCard(failed, 3).html).toContain('the cause');
  expect(verdictCard(failed, 3).html).not.toContain('Another try');
});

test('nothing of a submission is taken for markup, and no terminal obeys it', () => {
  const { html, text } = verdictCard(failed, 0);
  expect(html).toContain('&lt;B, U&gt;');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(html + text).not.toContain('\u001b');
});

test('a passed task shows no help and no output', () => {
  const { html } = verdictCard({ ...failed, status: 'passed', points: 10 }, 2);
  expect(html).toContain('passed, 10 of 10 points');
  expect(html).not.toContain('the place');
  expect(html).not.toContain('printed');
});

test('colours are those of JupyterLab’s theme, so that light and dark can be read', () => {
  const colours =
    verdictCard(failed, 3).html.match(/(?:color|background|border-left): [^;"]+/g) ?? [];
  expect(colours.length).toBeGreaterThan(2);
  for (const colour of colours) expect(colour).toMatch(/var\(--jp-|inherit/);
});
