import { LessonProblem } from './problem.js';

/** One answer to choose, with the reply to it. */
export interface Choice {
  /** `a`, `b`, ... */
  readonly key: string;
  readonly text: string;
  readonly right: boolean;
  readonly reply: string;
}

/** A prediction to commit to before the reveal. */
export interface Question {
  readonly id: string;
  readonly prompt: string;
  readonly choices: readonly Choice[];
}

/** What `notebooks/NN.questions.json` holds: the questions of a lesson by id. */
export type Questions = Readonly<Record<string, Omit<Question, 'id'>>>;

const choice = /^- \[([ x])\] ([\s\S]*?) => ([\s\S]*)$/;

/**
 * Reads a question: its prompt, then choices `- [ ] text => reply`, the right one `- [x] ...`.
 *
 * @param id its name in the lesson
 * @param markdown what stands in the container
 * @param file path of the lesson's text, for messages
 * @param before lines above the container's first line
 */
export function readQuestion(id: string, markdown: string, file: string, before: number): Question {
  const fault = (text: string) => new LessonProblem(file, before, `question ${id}: ${text}`);
  const parts = markdown.split(/^(?=- )/m).map((part) => part.trim());
  const prompt = parts.find((part) => !part.startsWith('- ')) ?? '';
  const items = parts.filter((part) => part.startsWith('- '));
  const choices = items.map((item, i): Choice => {
    const [, mark, text = '', reply = ''] = choice.exec(item) ?? [];
    if (mark === undefined || reply === '')
      throw fault(`write choice ${String(i + 1)} as '- [ ] text => reply', or '- [x] ...'.`);
    const oneLine = (part: string) => part.trim().replaceAll(/\s*\n\s*/g, ' ');
    const key = String.fromCharCode('a'.charCodeAt(0) + i);
    return { key, text: oneLine(text), right: mark === 'x', reply: oneLine(reply) };
  });
  if (prompt === '') throw fault('say what is asked, above the choices.');
  if (choices.length < 2) throw fault('give at least two choices.');
  const right = choices.filter((c) => c.right).length;
  if (right !== 1) throw fault(`mark exactly one choice [x]; ${String(right)} are marked.`);
  return { id, prompt, choices };
}
