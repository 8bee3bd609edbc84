import type { Lesson, Task } from '../../grader/task.js';
import type { LessonText } from './lesson-text.js';
import { lessonBank } from './lesson-bank.js';
import type { NoteParagraph } from './notes.js';
import type { Question } from './questions.js';
import { sectionsOf, type Section, type Timed } from './sections.js';
import { planOf, sizesOf } from './sizes.js';
import type { Sources } from '../../grader/sources/sources.js';

const mistakesShown = 3;

/**
 * The instructor's running sheet of a lesson, as Markdown: when what happens, and in each
 * section what to say, the slides, the questions with their answers, the tasks with the likeliest
 * mistakes.
 *
 * @throws LessonProblem if the mistakes of a task cannot be read
 */
export function makeRunningSheet(lesson: Lesson, text: LessonText, sources: Sources): string {
  const sections = sectionsOf(text);
  const slides = new Numbers();
  const parts = [
    `<!-- Made by \`npm run lessons\` from lessons/${lesson.stem}: change the lesson, not this file. -->`,
    `# Running sheet: ${lesson.stem}, ${lesson.title}`,
    summary(lesson, text),
    timeLine(sections),
    homework(lesson, sections),
    ...sections.flatMap((section) => [
      `## ${sectionTitle(section)}`,
      ...section.pieces.map((piece) => rendered(piece, lesson, sources, slides)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summary({ stem, tasks }: Lesson, text: LessonText): string {
  const { pieces } = text;
  const questions = pieces.filter(({ kind }) => kind === 'question').length;
  const points = tasks.reduce((sum, task) => sum + task.points, 0);
  const facts = [
    `${count(planOf(pieces), 'minute')} in a room, about ${String(sizesOf(text, tasks).minutes)} alone`,
    `${count(tasks.length, 'task')}, ${count(points, 'point')}`,
    count(questions, 'question'),
    `notebook: [${stem}.ipynb](../notebooks/${stem}.ipynb)`,
  ];
  return facts.join(' · ');
}

function timeLine(sections: readonly Section[]): string {
  const rows = sections.map(({ title, from, minutes }) =>
    [clock(from), minutes === 0 ? '' : String(minutes), title.replaceAll('|', '\\|')].join(' | '),
  );
  return [
    '| from | minutes | section |',
    '| ---: | ---: | --- |',
    ...rows.map((r) => `| ${r} |`),
  ].join('\n');
}

/** Which tasks a room has no time for. */
function homework({ tasks }: Lesson, sections: readonly Section[]): string {
  const further = tasks.filter(({ core }) => !core).map(taskInMinutes);
  const full = sections.flatMap(({ title, minutes, pieces }) => {
    const placed = new Set(
      pieces.flatMap(({ piece }) => (piece.kind === 'task' ? [piece.id] : [])),
    );
    const core = tasks.filter((task) => task.core && placed.has(task.id));
    const needed = core.reduce((total, task) => total + task.minutes, 0);
    if (needed <= minutes) return [];
    return [`- ${title}, ${count(minutes, 'minute')}: ${core.map(taskInMinutes).join(', ')}`];
  });
  const board =
    'Students who work alone need more time for these core tasks than the plan has. Solve part of them together at the board, or leave them for home:';
  return [
    `Left for home: ${further.length === 0 ? 'no task' : further.join(', ')}.`,
    ...(full.length === 0 ? [] : [board, full.join('\n')]),
  ].join('\n\n');
}

const taskInMinutes = ({ id, minutes }: Task) => `\`${id}\` (${String(minutes)} min)`;

function sectionTitle({ title, from, minutes }: Section): string {
  return minutes === 0 ? title : `${clock(from)} to ${clock(from + minutes)}: ${title}`;
}

const count = (n: number, what: string) => `${String(n)} ${what}${n === 1 ? '' : 's'}`;

/** Minutes from the start as `1:05`. */
function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Counts the slides. */
class Numbers {
  private last = 0;
  next(): string {
    return `Slide ${String(++this.last)}`;
  }
}

function rendered(
  { piece, from }: Timed,
  lesson: Lesson,
  sources: Sources,
  slides: Numbers,
): string {
  switch (piece.kind) {
    case 'notes': {
      const { minutes, paragraphs } = piece.notes;
      const time = minutes === undefined ? [] : [`**${clock(from)}, ${count(minutes, 'minute')}**`];
      return [...time, ...paragraphs.map(paragraph)].join('\n\n');
    }
    case 'slide': {
      const title = piece.title === undefined ? '' : `: ${piece.title}`;
      return `**${slides.next()}${title}**\n\n${quoted(piece.markdown)}`;
    }
    case 'question':
      return questionText(piece.question, slides.next());
    case 'task': {
      const task = lesson.tasks.find(({ id }) => id === piece.id);
      return task === undefined ? '' : taskText(task, lesson, sources, slides.next());
    }
  }
}

function paragraph({ label, markdown }: NoteParagraph): string {
  return label === undefined ? markdown : `**${label}:** ${markdown}`;
}

const quoted = (markdown: string) => markdown.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>');

function questionText({ id, prompt, choices }: Question, slide: string): string {
  const answers = choices.map(({ key, text, right, reply }) => {
    const answer = right ? `**${key}, right:**` : `${key}, wrong:`;
    return `- ${answer} ${text}\n  - Reply: ${reply}`;
  });
  return `**${slide}: question \`${id}\`**\n\n${quoted(prompt)}\n\n${answers.join('\n')}`;
}

function taskText(task: Task, lesson: Lesson, sources: Sources, slide: string): string {
  const facts = [
    count(task.points, 'point'),
    `about ${count(task.minutes, 'minute')}`,
    `difficulty ${String(task.difficulty)} of 5`,
    task.core ? 'core' : 'further',
  ];
  const { mistakes } = lessonBank(lesson, task, sources);
  const likely = [...mistakes].slice(0, mistakesShown).map(([id, { cause, edits }], i) => {
    const changes = edits.map(({ from, to }) => `\n   - ${code(from)} -> ${code(to)}`);
    return `${String(i + 1)}. \`${id}\`: ${cause}${changes.join('')}`;
  });
  return `**${slide}: task \`${task.id}\`, ${task.title}** (${facts.join(', ')})\n\nLikely mistakes:\n\n${likely.join('\n')}`;
}

/** Code as Markdown, on one line. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'nothing';
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
