import { describe, expect, it } from 'vitest';
import { coloursFor } from '../../grader/reports/colours.js';
import { lesson } from '../../grader/testing/lesson/tasks.js';
import { screenText, type View } from './screen.js';
import { wrapped } from './wrap.js';

describe('wrapped', () => {
  it('breaks between words and keeps the indent', () => {
    expect(wrapped('  → one two three four', 12)).toBe('  → one two\n    three\n    four');
    expect(wrapped('short\n\n  lines', 12)).toBe('short\n\n  lines');
  });

  it('does not count colours, leaves what was printed, and a word that is too long', () => {
    const { quiet } = coloursFor({ isTTY: true }, {});
    expect(wrapped(`${quiet('one')} two`, 9)).toBe(`${quiet('one')} two`);
    expect(wrapped('  | a table as wide as it likes', 10)).toBe('  | a table as wide as it likes');
    expect(wrapped('tremendously long', 8)).toBe('tremendously\nlong');
  });
});

describe('screenText', () => {
  const [task] = lesson.tasks;
  if (task === undefined) throw new Error('the lesson has no task');
  const view: View = {
    ...{ lesson, task, file: 'exercises/00-engine.ts', progress: {}, notes: [], isChecking: false },
    trouble: 'Line 3:\nconst x = = \u001b[2J1;\n          ^',
  };
  const plain = coloursFor({ isTTY: false }, {});

  it('keeps a caret below its place, and obeys nothing that the file holds', () => {
    const text = screenText(view, { columns: 14, rows: 20 }, plain);
    expect(text).toContain('\nconst x = = ␛[2J1;\n          ^\n');
  });

  it('has a bar only where there is room for one', () => {
    const bar = (columns: number) =>
      screenText(view, { columns, rows: 20 }, plain)
        .split('\n')
        .find((line) => line.includes('3 tasks'));
    expect(bar(80)).toBe(`[${'░'.repeat(40)}] 0 of 3 tasks`);
    expect(bar(24)).toBe(`[${'░'.repeat(8)}] 0 of 3 tasks`);
    expect(bar(14)).toBe('0 of 3 tasks');
  });

  it('scrolls a list that is longer than the terminal', () => {
    const chosen = screenText({ ...view, chosen: 2 }, { columns: 80, rows: 10 }, plain);
    expect(chosen).toContain('> · scale-backward');
    const many = {
      ...lesson,
      tasks: Array.from({ length: 30 }, (_, i) => ({ ...task, id: `t${String(i)}` })),
    };
    const text = screenText(
      { ...view, lesson: many, chosen: 29 },
      { columns: 80, rows: 12 },
      plain,
    );
    expect(text).toContain('> · t29');
    expect(text.split('\n').length).toBeLessThanOrEqual(12);
  });
});
