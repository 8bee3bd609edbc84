import type { Lesson, Task } from '../../grader/task.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import type { Colours } from '../../grader/reports/colours.js';
import { safeText } from '../../grader/reports/safe-text.js';
import { taskText } from '../../grader/reports/terminal.js';
import { helpDue, type Progress } from '../../school/progress.js';
import { openTasks, standingOf } from '../../school/standing.js';
import { wrapped } from './wrap.js';

/** All that the screen shows. */
export interface View {
  readonly lesson: Lesson;
  readonly task: Task;
  /** The exercise file as the student knows it. */
  readonly file: string;
  readonly progress: Progress;
  /** Of the last check that could judge the task. */
  readonly verdict?: TaskVerdict | undefined;
  /** Why the file could not be judged as it stands now. */
  readonly trouble?: string | undefined;
  /** Hints and answers to keys, below the verdict. */
  readonly notes: readonly string[];
  readonly isChecking: boolean;
  /** The line of the list that is chosen, while the list is open. */
  readonly chosen?: number | undefined;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const widestBar = 40;

/** The whole screen as text, made anew for every change. */
export function screenText(view: View, size: Size, colours: Colours): string {
  const { lesson } = view;
  const head = [
    wrapped(colours.strong(`${lesson.stem}  ${lesson.title}`), size.columns),
    barText(view, size),
    '',
  ];
  const body =
    view.chosen === undefined ? taskLines(view, size, colours) : listLines(view, size, colours);
  return [...head, ...body, '', ...promptLines(view, size)].join('\n');
}

/** How much of the lesson passes: `[██████░░░░] 3 of 5 tasks`. */
function barText({ lesson, progress }: View, { columns }: Size): string {
  const all = lesson.tasks.length;
  const passed = all - openTasks(lesson, progress).length;
  const label = ` ${String(passed)} of ${String(all)} tasks`;
  const width = Math.min(widestBar, columns - label.length - 3);
  if (width < 5) return label.trim();
  const full = Math.round((width * passed) / Math.max(1, all));
  return `[${'█'.repeat(full)}${'░'.repeat(width - full)}]${label}`;
}

function taskLines(view: View, { columns }: Size, colours: Colours): readonly string[] {
  const { task, file, verdict, trouble, notes, progress } = view;
  const place = `${task.id}: ${task.title} (function ${task.name} in ${file})`;
  const lines = [wrapped(place, columns), ''];
  const judged = verdict && taskText(verdict, colours, helpDue(progress, task.id));
  if (trouble !== undefined) {
    // A line of code keeps its caret below it.
    const text = safeText(trouble);
    lines.push(text.includes('\n') ? text : wrapped(text, columns));
    if (verdict !== undefined) lines.push('', colours.quiet(`Before that: ${firstLine(verdict)}`));
  } else if (judged !== undefined) lines.push(wrapped(judged, columns));
  else lines.push(colours.quiet('Checking ...'));
  if (notes.length > 0) lines.push('', ...notes.map((note) => wrapped(note, columns)));
  return lines;
}

const firstLine = ({ id, status, points, maxPoints }: TaskVerdict) =>
  `${id} ${status}, ${String(points)} of ${String(maxPoints)} points`;

/** The lesson's tasks, the chosen one marked; as many as there is room for. */
function listLines(
  { lesson, progress, chosen = 0 }: View,
  { columns, rows }: Size,
  colours: Colours,
): readonly string[] {
  const room = Math.max(3, rows - 8);
  const from = Math.max(0, Math.min(chosen - Math.floor(room / 2), lesson.tasks.length - room));
  const width = Math.max(...lesson.tasks.map(({ id }) => id.length));
  return lesson.tasks.slice(from, from + room).map((task, i) => {
    const { state, text } = standingOf(lesson, task, progress);
    const sign = { passed: '✔', failed: '✘', stale: '!', untouched: '·' }[state];
    const isChosen = from + i === chosen;
    const line = `${isChosen ? '>' : ' '} ${sign} ${task.id.padEnd(width)}  ${text}`;
    const cut = Array.from(line)
      .slice(0, Math.max(10, columns - 1))
      .join('');
    return isChosen ? colours.strong(cut) : cut;
  });
}

/** The keys, in as many lines as the terminal is narrow. */
function promptLines(view: View, { columns }: Size): readonly string[] {
  const keys =
    view.chosen === undefined
      ? [
          view.verdict?.status === 'passed' && view.trouble === undefined
            ? 'n next task'
            : 'n next',
          'h hint',
          'l list',
          'r run again',
          'q quit',
        ]
      : ['up/down choose', 'Enter go there', 'l back', 'q quit'];
  const lines: string[] = [];
  for (const key of keys) {
    const last = lines.at(-1);
    const joined = last === undefined ? key : `${last}   ${key}`;
    if (last !== undefined && joined.length < columns) lines[lines.length - 1] = joined;
    else lines.push(key);
  }
  return view.isChecking ? [...lines, 'checking ...'] : lines;
}
