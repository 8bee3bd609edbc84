import { InputError, wrongInput } from '../core/index.js';

/**
 * Share of predictions that equal their label, in [0, 1].
 *
 * @param predicted class of each example
 * @param labels true class of each example
 * @throws InputError if there are no examples, or not as many predictions as labels
 */
export function accuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  checkPairs('accuracy', predicted, labels);
  const right = Array.from(predicted).filter((one, i) => one === labels[i]);
  return right.length / labels.length;
}

/**
 * How often each class was taken for which: row = true class, column = predicted class.
 *
 * @param predicted class of each example, a whole number in [0, classes)
 * @param labels true class of each example, likewise
 * @param classes number of classes
 * @returns counts[label][predicted], [classes, classes]
 * @throws InputError if there are no examples, not as many predictions as labels, or a class
 *   outside [0, classes)
 */
export function confusion(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number[][] {
  checkPairs('confusion', predicted, labels);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = counts[checkedClass('labels', labels[i], classes)];
    const column = checkedClass('predicted', predicted[i], classes);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

function checkPairs(name: string, predicted: ArrayLike<number>, labels: ArrayLike<number>): void {
  if (labels.length > 0 && predicted.length === labels.length) return;
  throw new InputError(
    wrongInput(
      `${name} predicted`,
      'one prediction for each label, at least one',
      `${predicted.length} predictions for ${labels.length} labels`,
      'Count what the evaluation left out.',
    ),
  );
}

function checkedClass(what: string, value: number | undefined, classes: number): number {
  if (Number.isInteger(value) && value !== undefined && value >= 0 && value < classes) return value;
  throw new InputError(
    wrongInput(
      `confusion ${what}`,
      `classes from 0 to ${classes - 1}`,
      String(value),
      'Pass the number of classes that the model has.',
    ),
  );
}
