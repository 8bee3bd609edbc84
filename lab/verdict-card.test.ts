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
  ladder: [
    { level: 'contract', came: 'passed' },
    { level: 'values', came: 'failed' },
    { level: 'laws', came: 'not reached' },
  ],
  errorMap: { name: '<b>', axes: ['B', 'U'], steps: [[0, 3]], size: [1, 2] },
};

const places = {
  text: '01-rnn.ipynb#cell-id=task-rnn-cell',
  code: '../exercises/01-rnn.ts#line=52',
  codeName: 'exercises/01-rnn.ts, line 53',
};
/** The card, with blanks as a browser shows them. */
function cardFor(verdict: TaskVerdict, help: number) {
  const { html, text } = verdictCard(verdict, help, places);
  return { html: html.replaceAll(/\s+/g, ' '), text };
}

test('a card says what passed, what did not, and as much help as is due', () => {
  const { html, text } = cardFor(failed, 1);
  for (const said of ['rnn-cell', '4 of 10 points', 'form of the result', 'the place'])
    expect([html.includes(said), text.includes(said)]).toEqual([true, true]);
  expect(html).not.toContain('a probe');
  expect(html).toContain('Another try shows more help.');
  expect(cardFor(failed, 3).html).toContain('the cause');
  expect(cardFor(failed, 3).html).not.toContain('Another try');
});

test('nothing of a submission is taken for markup, and no terminal obeys it', () => {
  const { html, text } = cardFor(failed, 0);
  expect(html).toContain('&lt;B, U&gt;');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(html + text).not.toContain('\u001b');
});

test('a card shows the ladder, the map, and where to go on', () => {
  const { html } = cardFor(failed, 0);
  for (const said of ['✔ contract', '✘ values', '○ laws', 'Where &lt;b&gt; is wrong'])
    expect(html).toContain(said);
  expect(html).toContain('href="01-rnn.ipynb#cell-id=task-rnn-cell"');
  expect(html).toContain('href="../exercises/01-rnn.ts#line=52">exercises/01-rnn.ts, line 53<');
  expect(html).toContain("await repro('rnn-cell')");
});

test('a passed task shows no help; what it printed stays', () => {
  const { html } = cardFor({ ...failed, status: 'passed', points: 10 }, 2);
  expect(html).toContain('passed, 10 of');
  expect(html).not.toContain('the place');
  expect(html).not.toContain('await repro');
  expect(html).toContain('Your code printed');
});

test('a task that is not written has a hint, and no input yet that fails', () => {
  const { html } = cardFor({ ...failed, status: 'unattempted' }, 0);
  expect(html).toContain("await hint('rnn-cell')");
  expect(html).not.toContain('await repro');
});

test('colours are those of JupyterLab’s theme, so that light and dark can be read', () => {
  const colours = cardFor(failed, 3).html.match(/(?:color|background|border-left): [^;"]+/g) ?? [];
  expect(colours.length).toBeGreaterThan(2);
  for (const colour of colours) expect(colour).toMatch(/var\(--jp-|inherit|transparent|rgba/);
});
