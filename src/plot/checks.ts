import { InputError, wrongInput } from '../core/index.js';
import type { Axis, Caption } from './spec.js';

/**
 * Refuses a picture whose text alternative is empty, or without titles.
 *
 * @throws InputError if the description or an axis title is empty
 */
export function checkCaption(plot: string, caption: Caption, titles: readonly string[]): void {
  if (caption.description?.trim() === '')
    throw new InputError(
      wrongInput(
        `${plot} description`,
        'a text alternative',
        'an empty text',
        'Say in a sentence what the picture shows, or leave it out: it is then made from the data.',
      ),
    );
  if (titles.some((title) => title.trim() === ''))
    throw new InputError(
      wrongInput(
        `${plot} title`,
        'a title on each axis',
        'an empty text',
        'Name what the axis measures, with its unit.',
      ),
    );
}

/**
 * Refuses what a logarithmic axis cannot show. NaN and Infinity pass: they become gaps.
 *
 * @throws InputError if a finite value is 0 or less on a logarithmic axis
 */
export function checkLog(plot: string, axis: Axis, values: readonly number[]): void {
  if (axis.log !== true) return;
  values.forEach((value, place) => {
    if (value <= 0 && Number.isFinite(value))
      throw new InputError(
        wrongInput(
          `${plot} ${axis.title}`,
          'values above 0 on a logarithmic axis',
          `${value} at place ${place}`,
          'Take a linear axis, or leave that point out.',
        ),
      );
  });
}

/**
 * Refuses two things of one name, which a picture would silently merge.
 *
 * @throws InputError if a name occurs twice
 */
export function checkDistinct(plot: string, what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(
      wrongInput(
        `${plot} ${what}`,
        'distinct names',
        `${JSON.stringify(twice)} twice`,
        'Rename one.',
      ),
    );
}

/**
 * Refuses to draw nothing at all.
 *
 * @throws InputError if the list is empty
 */
export function checkSome(plot: string, what: string, items: readonly unknown[]): void {
  if (items.length === 0)
    throw new InputError(
      wrongInput(`${plot} ${what}`, 'at least one', 'none', 'Pass what is to be drawn.'),
    );
}
