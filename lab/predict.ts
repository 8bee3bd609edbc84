import { readFileSync } from 'node:fs';
import { projectFile } from '../src/core/files.js';
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
 * Commits to an answer before the reveal, and shows the reply to it.
 *
 * @param id the question's name in this lesson
 * @param choice letter of the answer; `?` for not yet
 * @throws InputError if the lesson has no such question, or the question no such answer
 */
export function predict(id: string, choice: string): void {
  const { choices } = question(id);
  const keys = choices.map(({ key }) => key);
  if (choice === '?') {
    say(`Your prediction: put ${keys.join(', ')} in the place of \`?\`, then run this cell.`);
    return;
  }
  const chosen = choices.find(({ key }) => key === choice.trim().toLowerCase());
  if (chosen === undefined)
    throw new InputError(
      wrongInput('predict choice', keys.join(', '), choice, 'Take one of these letters.'),
    );
  say(`${chosen.text}\n\n**${chosen.right ? 'Yes.' : 'Not quite.'}** ${chosen.reply}`);
}

/** Shows Markdown, set apart from the text around it. */
function say(markdown: string): void {
  const quoted = markdown.replaceAll(/^/gm, '> ');
  kernelLink().display({ 'text/markdown': quoted, 'text/plain': markdown });
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
