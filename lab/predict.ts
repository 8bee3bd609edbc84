import { readFileSync } from 'node:fs';
import { isOwnWork } from '../school/exercise-file.js';
import { commit, commitmentTo } from '../school/predictions.js';
import { projectFile, projectRoot } from '../src/core/files.js';
import { InputError, wrongInput } from '../src/core/index.js';
import { kernelLink } from './kernel-link.js';
import { lessonHere } from './lesson-here.js';

interface Question {
  readonly prompt: string;
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly key: string;
  readonly text: string;
  readonly right: boolean;
  readonly reply: string;
}

/**
 * Commits to an answer before the reveal, and holds the reply to it ready, folded. The first answer
 * stays on record: whoever changes it sees the other reply, and what was said first.
 *
 * @param id the question's name in this lesson
 * @param choice letter of the answer; `?` for not yet
 * @throws InputError if the lesson has no such question, or the question no such answer
 */
export function predict(id: string, choice: string): void {
  const { choices } = question(id);
  const keys = choices.map(({ key }) => key);
  const [root, stem] = [projectRoot(), lessonHere()];
  const known = commitmentTo(root, stem, id);
  if (choice.trim() === '?') {
    const before = choices.find(({ text }) => text === known?.text);
    if (before === undefined) say(askFor(keys));
    else answer(before);
    return;
  }
  const chosen = choices.find(({ key }) => key === choice.trim().toLowerCase());
  if (chosen === undefined)
    throw new InputError(
      wrongInput('predict choice', keys.join(', '), choice, 'Take one of these letters.'),
    );
  // A notebook that is run with another's answers commits nobody.
  const { key, text } = chosen;
  const first = isOwnWork() ? commit(root, stem, id, { choice: key, text }) : (known ?? chosen);
  answer(chosen, first.text === text ? [] : [`Your first answer was: ${first.text}`]);
}

const askFor = (keys: readonly string[]) =>
  `Commit first: put ${keys.join(', ')} in the place of \`?\` and run this cell, before the next one shows what comes out.`;

/**
 * Shows a choice, and the reply to it folded away: it would tell what the next cell is about to
 * show.
 */
function answer({ text, right, reply }: Choice, after: readonly string[] = []): void {
  const said = `You said: ${text}`;
  const verdict = right
    ? `**Yes.** ${reply}`
    : `**Not quite.** ${reply} Try another letter, or go on.`;
  const summary = '<summary>The reply: if a cell follows, run it first</summary>';
  const folded = ['<details>' + summary, verdict, '</details>'];
  say([said, ...folded, ...after].join('\n\n'), [said, verdict, ...after].join('\n\n'));
}

/** Shows Markdown, set apart from the text around it. */
function say(markdown: string, plain = markdown): void {
  const quoted = markdown.replaceAll(/^/gm, '> ');
  kernelLink().display({ 'text/markdown': quoted, 'text/plain': plain });
}

function question(id: string): Question {
  const file = projectFile(`notebooks/${lessonHere()}.questions.json`);
  const questions = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Question>;
  const found = questions[id];
  if (found !== undefined) return found;
  throw new InputError(
    wrongInput(
      'predict id',
      `one of ${Object.keys(questions).join(', ')}`,
      id,
      'Take the id of a question of this lesson.',
    ),
  );
}
