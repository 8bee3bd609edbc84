import type { AuthorReport, LessonProof, TaskProof } from './proof.js';

/** The report as text: a line a task, its confusion matrix, and what is to be done. */
export function renderReport({ lessons, proven }: AuthorReport): string {
  const end = proven
    ? 'Everything is proven.'
    : 'Not proven yet: see the lines that begin with "!".';
  return [...lessons.flatMap(renderLesson), end].join('\n');
}

function renderLesson({ lesson, tasks, problems }: LessonProof): string[] {
  return [lesson, ...problems.map(problemLine), ...tasks.flatMap(renderTask), ''];
}

const problemLine = (text: string) => `  ! ${text}`;

function renderTask(proof: TaskProof): string[] {
  const { id, key, maxPoints, stub, variants, mutants, problems } = proof;
  const full = Object.values(variants).filter((points) => points === maxPoints).length;
  const killed = mutants.made - mutants.explained.length - mutants.survived.length;
  const facts = [
    `key ${String(key)} of ${String(maxPoints)}`,
    `stub ${stub}`,
    `variants ${String(full)} of ${String(Object.keys(variants).length)}`,
    `mutants ${String(killed)} of ${String(mutants.made)} caught, ${String(mutants.explained.length)} explained`,
  ];
  return [
    '',
    `  ${problems.length === 0 ? 'ok' : '!!'} ${id}: ${facts.join('; ')}`,
    ...confusionMatrix(proof.mistakes).map((line) => `     ${line}`),
    ...problems.map((problem) => `   ${problemLine(problem)}`),
  ];
}

/**
 * Rows are the mistakes as they were made, columns what they were named as; the last is nothing.
 */
export function confusionMatrix(mistakes: Readonly<Record<string, string | null>>): string[] {
  const ids = Object.keys(mistakes);
  const title = 'mistake, named as';
  const width = Math.max(title.length, ...ids.map((id) => id.length + 4));
  const cells = (marks: readonly string[]) => marks.map((mark) => mark.padStart(3)).join('');
  const numbers = ids.map((_, i) => String(i + 1));
  const rows = Object.entries(mistakes).map(([id, named], i) => {
    const marks = [...ids.map((other) => other === named), named === null];
    const label = `${String(i + 1).padStart(2)}  ${id}`;
    return `${label.padEnd(width)}${cells(marks.map((mark) => (mark ? 'x' : '.')))}`;
  });
  return [`${title.padEnd(width)}${cells([...numbers, '-'])}`, ...rows];
}
