import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, wrongInput } from '../src/core/index.js';
import type { Spec } from '../src/plot/spec.js';
import { kernelLink, type MimeBundle } from './kernel-link.js';
import { cellText, numberText, table, type Row } from './table.js';

/** What `show` can show: a picture, a tensor, records, or a record that holds some of these. */
export type Showable = Spec | Tensor | readonly Row[] | Row | object | string | number | boolean;

/**
 * Shows a value in the cell: a picture (a spec of `src/plot`), a tensor with its shape, a list of
 * records as a table, one record as a row, tensors of a record or list by their names, text as it
 * is.
 *
 * @param value what to show
 */
export function show(value: Showable): void {
  kernelLink().display(bundleOf(value));
}

/**
 * A value in the forms that front ends understand, always with a text among them.
 *
 * @param value as in `show`
 */
export function bundleOf(value: Showable): MimeBundle {
  if (typeof value === 'string') return { 'text/plain': value };
  if (typeof value === 'number') return { 'text/plain': numberText(value) };
  if (!isObject(value)) return { 'text/plain': kindText(value) };
  if (isTensor(value)) return { 'text/plain': tensorText(value) };
  if (isSpec(value))
    return { 'application/vnd.vegalite.v5+json': value, 'text/plain': value.description };
  if (Object.values(value).some(holdsTensor)) return { 'text/plain': namedText(value, '') };
  const { html, text } = table((Array.isArray(value) ? value : [value]) as readonly Row[]);
  return { 'text/html': html, 'text/plain': text };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isSpec(value: object): value is Spec {
  return '$schema' in value && typeof value.$schema === 'string';
}

function isTensor(value: object): value is Tensor {
  return 'dataSync' in value && typeof value.dataSync === 'function';
}

function holdsTensor(value: unknown): boolean {
  return isObject(value) && (isTensor(value) || Object.values(value).some(holdsTensor));
}

/** Each part of a record or list behind its path: `p.wHh  float32 [2, 2]` and the entries. */
function namedText(value: unknown, path: string): string {
  if (!isObject(value)) return `${path}  ${kindText(value)}`;
  if (isTensor(value)) return `${path}  ${tensorText(value)}`;
  return Object.entries(value)
    .map(([key, part]) => namedText(part, path === '' ? key : `${path}.${key}`))
    .join('\n');
}

/** A plain value, or what it is where it has no text of its own. */
function kindText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return value === undefined ? 'undefined' : cellText(value);
}

const MOST_ENTRIES = 8;

/** `float32 [2, 3]` and the entries, long axes cut in the middle. */
function tensorText(x: Tensor): string {
  if (x.isDisposed)
    throw new InputError(
      wrongInput('show tensor', 'a tensor', 'a disposed one', 'Show it before it is disposed.'),
    );
  return `${x.dtype} [${x.shape.join(', ')}]\n${entriesText(x.arraySync(), '')}`;
}

function entriesText(entries: unknown, indent: string): string {
  if (!Array.isArray(entries)) return cellText(entries);
  const list: readonly unknown[] = entries;
  const cut = list.length > MOST_ENTRIES;
  const half = MOST_ENTRIES / 2;
  const shown = cut ? [...list.slice(0, half), '...', ...list.slice(-half)] : list;
  if (!Array.isArray(list[0])) return `[${shown.map(cellText).join(', ')}]`;
  const inner = `${indent} `;
  return `[${shown.map((row) => entriesText(row, inner)).join(`,\n${inner}`)}]`;
}
