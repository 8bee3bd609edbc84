import { html } from '../grader/reports/html.js';
import type { Task } from '../grader/task.js';
import { cardOf, quiet, type Card } from './card.js';

/**
 * A task's hints up to one of them, those before it folded away.
 *
 * @param task whose hints
 * @param number of the hint to show, from 1
 */
export function hintCard({ id, hints }: Task, number: number): Card {
  const shown = hints.slice(0, number);
  const title = (i: number) => `${id} ${String(i + 1)}/${String(hints.length)}`;
  const end =
    number < hints.length
      ? `The next one: await hint('${id}', ${String(number + 1)})`
      : 'These are all the hints there are.';
  const before = shown.slice(0, -1);
  return {
    html: cardOf(
      'neutral',
      html`${before.map(
          (text, i) =>
            html`<details>
              <summary>${title(i)}</summary>
              ${text}
            </details>`,
        )}
        <div><strong>${title(number - 1)}</strong>: ${shown.at(-1)}</div>
        ${quiet(end)}`,
    ),
    text: [...shown.map((text, i) => `${title(i)}: ${text}`), end].join('\n'),
  };
}
