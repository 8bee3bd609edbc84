import type { Task } from '../../grader/task.js';
import type { LessonText } from './lesson-text.js';
import { effortOf, minutesOf, sum, type Effort } from './sizes.js';

/** From here on a lesson takes two sittings. */
const oneSitting = 150;

/** Below this, a lesson needs no break. */
const noBreak = 45;

/** What a lesson takes, and after which section a student may stop, in one line of Markdown. */
export function paceOf(text: LessonText, tasks: readonly Task[]): string {
  const sections = sectionEfforts(text, tasks);
  const all = sum(sections.map(({ effort }) => effort));
  const minutes = Math.round(minutesOf(all));
  const further = tasks.reduce((total, task) => total + (task.core ? 0 : task.minutes), 0);
  const shares = [
    `${String(minutes - all.tasks)} to read and run`,
    `${String(all.tasks - further)} for the core tasks`,
    ...(further > 0 ? [`${String(further)} for the further tasks`] : []),
  ];
  const about =
    all.tasks === 0
      ? `About ${String(minutes)} minutes to read and run.`
      : `About ${String(minutes)} minutes: ${shares.join(', ')}.`;
  const middle = minutes < noBreak ? undefined : middleOf(sections);
  if (middle === undefined) return `*${about}*`;
  const advice =
    minutes > oneSitting
      ? `That is two sittings: stop after **${middle}**.`
      : `A good place for a break is after **${middle}**.`;
  return `*${about} ${advice}*`;
}

interface SectionEffort {
  readonly title: string;
  effort: Effort;
}

/** What lies under each heading of the first or second level. */
function sectionEfforts({ front, pieces }: LessonText, tasks: readonly Task[]): SectionEffort[] {
  const sections: SectionEffort[] = [];
  for (const piece of pieces) {
    const effort = effortOf(piece, tasks);
    const last = sections.at(-1);
    const begins = piece.kind === 'text' && piece.level !== undefined && piece.level <= 2;
    if (last === undefined || begins) {
      const title = (piece.kind === 'text' ? piece.heading : undefined) ?? front.title;
      sections.push({ title, effort });
    } else last.effort = sum([last.effort, effort]);
  }
  return sections;
}

/** The section, other than the last, whose end is nearest to the middle. */
function middleOf(sections: readonly SectionEffort[]): string | undefined {
  const half = minutesOf(sum(sections.map(({ effort }) => effort))) / 2;
  let nearest: { readonly title: string; readonly off: number } | undefined;
  let clock = 0;
  for (const { title, effort } of sections.slice(0, -1)) {
    clock += minutesOf(effort);
    const off = Math.abs(clock - half);
    if (nearest === undefined || off < nearest.off) nearest = { title, off };
  }
  return nearest?.title;
}
