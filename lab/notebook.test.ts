import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { budget, pick, shareOfDefault } from './budget.js';
import { setLessonHere } from './lesson-here.js';
import { predict } from './predict.js';
import { pause, stopSignal } from './stop.js';
import { fakeKernel } from './testing/fake-kernel.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('budget', () => {
  test('is the default, unless the environment says otherwise', () => {
    vi.stubEnv('UNROLL_BUDGET', '');
    expect(budget()).toBe('default');
    vi.stubEnv('UNROLL_BUDGET', 'quick');
    expect(pick({ quick: 1, default: 2, full: 3 })).toBe(1);
  });

  test('the default is cut on a slower backend, unless it is named', () => {
    vi.stubEnv('UNROLL_BUDGET', '');
    expect(shareOfDefault('tensorflow')).toBe(1);
    expect(shareOfDefault('cpu')).toBeLessThan(shareOfDefault('wasm'));
    const steps = { quick: 10, default: 110, full: 1000 };
    expect(pick(steps, 1)).toBe(110);
    expect(pick(steps, 0.1)).toBe(20);
    expect(pick({ quick: 7, default: Infinity, full: Infinity }, 0.1)).toBe(7);
    expect(pick({ quick: [1], default: [1, 2], full: [] }, 0.5)).toEqual([1]);
    vi.stubEnv('UNROLL_BUDGET', 'default');
    expect(shareOfDefault('cpu')).toBe(1);
    expect(pick(steps)).toBe(110);
  });

  test('an unknown one is refused with those there are', () => {
    vi.stubEnv('UNROLL_BUDGET', 'huge');
    expect(() => budget()).toThrow('UNROLL_BUDGET: expected quick, default, full, received huge.');
  });
});

describe('stopping', () => {
  test('pause ends the loop of a stopped cell', async () => {
    const { controller } = fakeKernel();
    expect(stopSignal().aborted).toBe(false);
    await pause();
    controller.abort(new Error('the cell was stopped'));
    await expect(pause()).rejects.toThrow('the cell was stopped');
  });
});

describe('predict', () => {
  beforeEach(() => {
    const root = mkdtempSync(join(tmpdir(), 'unroll-predict-'));
    const choices = [
      { key: 'a', text: 'Three & more.', right: false, reply: 'Count again.' },
      { key: 'b', text: 'Two.', right: true, reply: 'One each.' },
    ];
    mkdirSync(join(root, 'notebooks'));
    const file = join(root, 'notebooks', '90-small.questions.json');
    writeFileSync(file, JSON.stringify({ hands: { prompt: 'How many?', choices } }));
    vi.stubEnv('UNROLL_ROOT', root);
    setLessonHere('90-small');
  });

  const reply = (choice: string) => {
    const { shown } = fakeKernel();
    predict('hands', choice);
    return shown[0]?.bundle ?? {};
  };

  test('replies to the choice made, folded where it can be', () => {
    expect(reply('b')['text/plain']).toBe('You said: Two.\n\n**Yes.** One each.');
    expect(reply('b')['text/markdown']).toBe(
      [
        'You said: Two.',
        '<details><summary>The reply: if a cell follows, run it first</summary>',
        '**Yes.** One each.',
        '</details>',
      ]
        .map((part) => `> ${part}`)
        .join('\n> \n'),
    );
  });

  test('takes a letter as people type it', () => {
    expect(reply(' A ')['text/plain']).toBe(
      'You said: Three & more.\n\n**Not quite.** Count again. Try another letter, or go on.',
    );
  });

  test('asks, as long as nothing is chosen', () => {
    expect(reply('?')['text/plain']).toContain('Commit first: put a, b in the place of `?`');
  });

  test('the first answer stays on record, and is said to whoever changes it', () => {
    reply('a');
    expect(reply('b')['text/plain']).toBe(
      'You said: Two.\n\n**Yes.** One each.\n\nYour first answer was: Three & more.',
    );
    expect(reply('a')['text/plain']).not.toContain('first answer');
    // As in a notebook that was made anew, or is run whole again.
    expect(reply('?')['text/plain']).toBe(
      'You said: Three & more.\n\n**Not quite.** Count again. Try another letter, or go on.',
    );
  });

  test('nothing is recorded when the notebook runs with another’s answers', () => {
    vi.stubEnv('UNROLL_EXERCISES', 'solutions');
    reply('a');
    expect(reply('?')['text/plain']).toContain('Commit first');
  });

  test('refuses an unknown choice and an unknown question', () => {
    expect(() => reply('c')).toThrow('predict choice: expected a, b, received c.');
    expect(() => {
      predict('feet', 'a');
    }).toThrow('predict id: expected one of hands, received feet.');
  });
});
