import { html, trusted, type Html } from './html.js';
import { pageStyle } from './page-style.js';

/**
 * A whole page by itself: no script, nothing from elsewhere, and a policy that forbids both even if
 * something slipped through.
 *
 * @param title in the browser's tab and as first heading
 * @param body what stands below it
 */
export function page(title: string, body: Html): string {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
  return whole.toString();
}

/** Text in the lines that it has. */
export const lines = (text: string) => html`<pre>${text}</pre>`;

/** Name and value, in pairs; pairs without a value are left out. */
export function facts(pairs: readonly (readonly [string, string | undefined])[]): Html {
  const known = pairs.flatMap(([name, value]) =>
    value === undefined || value === ''
      ? []
      : [
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
        ],
  );
  return html`<dl>${known}</dl>`;
}
