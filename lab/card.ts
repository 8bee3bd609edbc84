import { html, type Html } from '../grader/reports/html.js';

/** What a notebook shows, for front ends that know HTML and for those that do not. */
export interface Card {
  readonly html: string;
  readonly text: string;
}

/**
 * How a card's edge is coloured; each colour is JupyterLab's own, so that both themes can be read.
 */
export type Tone = 'good' | 'bad' | 'neutral';

const colour: Readonly<Record<Tone, string>> = {
  good: 'var(--jp-success-color1, #2e7d32)',
  bad: 'var(--jp-error-color1, #c62828)',
  neutral: 'var(--jp-border-color1, #888888)',
};

/**
 * A card: a box with a coloured edge, for replies and verdicts.
 *
 * @param tone colour of the edge; the text must say the same without it
 * @param body what stands in it
 */
export function cardOf(tone: Tone, body: Html): string {
  const style = [
    `border-left: 4px solid ${colour[tone]}`,
    'padding: 4px 12px',
    'margin: 4px 0',
    'max-width: 52em',
    'color: var(--jp-content-font-color1, inherit)',
    'background: var(--jp-layout-color1, transparent)',
    'font-family: var(--jp-content-font-family, sans-serif)',
    'line-height: 1.5',
  ];
  return `<div style="${style.join('; ')}">${body.toString()}</div>`;
}

/** A line that steps back behind the others. */
export function quiet(text: string): Html {
  return html`<div style="color: var(--jp-content-font-color2, inherit)">${text}</div>`;
}
