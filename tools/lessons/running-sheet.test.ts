import { afterAll, expect, test } from 'vitest';
import { readLessonText } from './lesson-text.js';
import { makeRunningSheet } from './running-sheet.js';
import { Sources } from '../../grader/sources/sources.js';
import { smallLesson } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

const project = new SmallProject();
afterAll(() => {
  project.remove();
});

const file = 'lessons/90-small/lesson.md';
const whole = project.read(file);
const sheet = (source: string) =>
  makeRunningSheet(smallLesson, readLessonText(source, file), new Sources(project.root));

test('sections follow each other by the clock', () => {
  const timed = whole
    .replace('minutes=10', 'minutes=65')
    .replace('Begin here.', 'Begin here.\n\n::: notes minutes=5\nSay: hello.\n:::')
    .concat('\n::: notes minutes=20\nTiming: the end.\n:::\n\n## Questions\n');
  const text = sheet(timed);
  expect(text).toContain('90 minutes in a room, about 15 alone · 3 tasks, 9 points · 1 question');
  expect(text).toContain(
    '| 0:00 | 5 | A small lesson |\n| 0:05 | 85 | Scaling |\n| 1:30 |  | Questions |',
  );
  expect(text).toContain(
    '## 0:00 to 0:05: A small lesson\n\n**0:00, 5 minutes**\n\n**Say:** hello.',
  );
  expect(text).toContain('## 0:05 to 1:30: Scaling\n\n**0:05, 65 minutes**\n\nFor the instructor');
  expect(text).toContain('**1:10, 20 minutes**\n\n**Timing:** the end.\n\n## Questions\n');
});

test('slides, questions and tasks are numbered in order, each with what an instructor answers', () => {
  const text = sheet(whole.replace('::: slide', '::: slide Stop'));
  expect(text).toContain(`**Slide 1: question \`grows\`**

> Does $x$ grow?

- a, wrong: Always
  - Reply: Not with a factor below one.
- **b, right:** It depends
  - Reply: On the factor.

**Slide 2: task \`scale\`, Scale and shift** (4 points, about 5 minutes, difficulty 1 of 5, core)

Likely mistakes:

1. \`bias-forgotten\`: The bias is missing.
2. \`bias-first\`: The bias is scaled too.
   - \`add(mul(x, p.w), p.b)\` -> \`mul(add(x, p.b), p.w)\`
3. \`weights-added\`: Added.
`);
  expect(text).toContain("**Slide 4: Stop**\n\n> A slide's words.");
});

test('a change is shown on one line, a text that is left out as such, code with its own marks', () => {
  const bank = 'lessons/90-small/mistakes/scale.ts';
  const before = project.read(bank);
  const edit =
    '{ "mul(x, p.w), p.b": `mul(x,\\n  p.w), 0`, "shape(\'B D\', x, \'scale x\');": "" }';
  project.edit(bank, "{ 'add(mul(x, p.w), p.b)': 'mul(add(x, p.b), p.w)' }", edit);
  expect(sheet(whole)).toContain(
    "   - `mul(x, p.w), p.b` -> `mul(x, p.w), 0`\n   - `shape('B D', x, 'scale x');` -> nothing\n",
  );
  project.write(bank, before);
});

test('tasks that a room has no time for are named', () => {
  const text = sheet(whole.replace('minutes=10', 'minutes=9'));
  expect(text).toContain('Left for home: `scale-twice` (5 min).\n\nStudents who work alone need');
  expect(text).toContain(
    'leave them for home:\n\n- Scaling, 9 minutes: `scale` (5 min), `mean-square` (5 min)\n',
  );
  expect(sheet(whole)).not.toContain('Students who work alone need');
});

test('a cause that is not written out is refused', () => {
  project.edit('lessons/90-small/mistakes/scale.ts', "cause: 'Added.'", 'cause: `${1}`');
  expect(() => sheet(whole)).toThrow(
    "lessons/90-small/mistakes/scale.ts:20: write the mistake's cause out as text.",
  );
});
