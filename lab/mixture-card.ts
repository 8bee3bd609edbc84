import { html } from '../grader/reports/html.js';
import type { Task } from '../grader/task.js';
import { cardOf, quiet, type Card } from './card.js';
import type { Mixture, Part } from './mix-functions.js';

/** What a card of functions says besides whose they are. */
export interface Loaded {
  readonly stem: string;
  /** The student's file, as shown. */
  readonly file: string;
  /** When the file was read. */
  readonly at: Date;
  /** Whether the file has been changed since. */
  readonly isOutdated: boolean;
  /** What was put in on purpose. */
  readonly mistake?: { readonly task: Task; readonly id: string; readonly cause: string };
}

/**
 * Says which function of a lesson is whose, and what to do about those that are not the student's
 * own.
 */
export function mixtureCard({ parts }: Mixture, loaded: Loaded): Card {
  const rest = parts.filter(({ origin }) => origin === 'library');
  const isUnwritten = ({ verdict }: Part) => verdict.status === 'unattempted';
  const lines = [
    { what: 'Your own', of: parts.filter(({ origin }) => origin === 'own') },
    {
      what: "The library's, as yours do not pass yet",
      of: rest.filter((part) => !isUnwritten(part)),
      remedy: (id: string) => `. await check('${id}') says why.`,
    },
    { what: "The library's, as yours are not written yet", of: rest.filter(isUnwritten) },
  ].flatMap(({ what, of, remedy }) => {
    const [first] = of;
    if (first === undefined) return [];
    const names = of.map(({ task }) => task.name).join(', ');
    return [{ what, names: names + (remedy?.(first.task.id) ?? '') }];
  });
  const { stem, file, at, isOutdated, mistake } = loaded;
  const slip =
    mistake &&
    `Put in on purpose: ${mistake.task.name} with the known mistake '${mistake.id}'. ${mistake.cause}`;
  const title = `Functions of lesson ${stem}`;
  const end = isOutdated
    ? `${file} has changed since: run this cell again, and those below it.`
    : `As ${file} stood at ${timeText(at)}. Run this cell again when you have changed it.`;
  return {
    html: cardOf(
      mistake === undefined ? (isOutdated ? 'neutral' : 'good') : 'bad',
      html`<div><strong>${title}</strong></div>
        ${slip === undefined ? undefined : html`<div>✘ ${slip}</div>`}
        ${lines.map(({ what, names }) => html`<div>${what}: ${names}</div>`)} ${quiet(end)}`,
    ),
    text: [
      `${title}:`,
      ...(slip === undefined ? [] : [`  ${slip}`]),
      ...lines.map(({ what, names }) => `  ${what}: ${names}`),
      `  ${end}`,
    ].join('\n'),
  };
}

const timeText = (at: Date) => at.toTimeString().slice(0, 8);
