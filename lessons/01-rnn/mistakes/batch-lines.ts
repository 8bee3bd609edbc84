import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import type { BatchLinesOptions, LineBatch } from '../../../src/text/batch-lines.js';

type Lines = readonly (readonly number[])[];

/** Time steps of a batch: the longest line has one target fewer than tokens. */
function stepsOf(lines: Lines, options: BatchLinesOptions): number {
  const longest = Math.max(...lines.map((line) => line.length));
  return Math.min(longest - 1, options.maxLength ?? longest - 1);
}

/** A row of T ids, padded at its end. */
function row(ids: readonly number[], T: number): number[] {
  return Array.from({ length: T }, (_, t) => ids[t] ?? 0);
}

function real(rows: number[][]): number[][] {
  return rows.map((ids) => ids.map((id) => (id === 0 ? 0 : 1)));
}

function batch(inputs: number[][], targets: number[][], mask: number[][], T: number): LineBatch {
  const size: [number, number] = [inputs.length, T];
  return {
    inputs: tf.tensor2d(inputs, size, 'int32'),
    targets: tf.tensor2d(targets, size, 'int32'),
    mask: tf.tensor2d(mask, size, 'float32'),
  };
}

export const bank: MistakeBank = {
  mistakes: {
    'targets-not-shifted': {
      place: 'Put a row of inputs and the same row of targets under each other.',
      probe:
        'For the line [5, 6, 7] the model reads 5. What should it be asked for, and what does yours ask?',
      cause:
        'The targets are the inputs themselves: the model is asked to repeat what it has just read, which it can do without any memory. The target at t is the token at t + 1.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line.slice(0, -1), T));
        return batch(inputs, inputs, real(inputs), T);
      },
    },
    'shifted-the-wrong-way': {
      place: 'Put a row of inputs and the same row of targets under each other.',
      probe:
        'For the line [5, 6, 7]: the first input should be 5 and its target 6. What are yours?',
      cause:
        'Inputs and targets are exchanged: the model reads a token and is asked for the one before it. Inputs leave out the last token, targets the first.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line.slice(1), T));
        const targets = lines.map((line) => row(line.slice(0, -1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'mask-counts-padding': {
      place: 'Look at the mask of a line that is shorter than the longest.',
      probe:
        'For the lines [[5, 6, 7], [8, 9]]: the second line has one target. How many ones has its mask?',
      cause:
        'The mask is 1 everywhere, so the loss would ask the model to predict padding. It is 1 only where there is a target.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line.slice(0, -1), T));
        const targets = lines.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets.map((ids) => ids.map(() => 1))), T);
      },
    },
    'mask-one-too-long': {
      place: 'Count the ones in each row of the mask, and the targets in that row.',
      probe: 'A line of 2 tokens has 1 target. How many ones has its mask?',
      cause:
        'The mask is made from the number of tokens in the line. A line of n tokens has n - 1 targets, so the last 1 of each shorter line stands over padding.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line.slice(0, -1), T));
        const targets = lines.map((line) => row(line.slice(1), T));
        const mask = lines.map((line) =>
          row(
            line.map(() => 1),
            T,
          ),
        );
        return batch(inputs, targets, mask, T);
      },
    },
    'last-token-read': {
      place: 'Compare T, the number of columns, with the length of the longest line.',
      probe: 'A longest line of 3 tokens gives T = 2. What is yours?',
      cause:
        'The last token of a line is read as an input too, though nothing follows it that could be asked for. T is the longest length minus 1, and inputs stop one token before the end.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const longest = Math.max(...lines.map((line) => line.length));
        const T = Math.min(longest, options.maxLength ?? longest);
        const inputs = lines.map((line) => row(line, T));
        const targets = lines.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'last-input-kept': {
      place: 'Look at the inputs of a line that is shorter than the longest: how many are not 0?',
      probe: 'The line [8, 9] beside [5, 6, 7] gives the inputs [8, 0]. What are yours?',
      cause:
        'Shorter lines keep their last token among the inputs, with no target to go with it. A line of n tokens gives n - 1 inputs: cut off its last token before padding.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line, T));
        const targets = lines.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'cut-before-shifting': {
      place: 'Without maxLength all is right. Count the columns with it.',
      probe:
        'For [[5, 6, 7, 8]] and maxLength 2: the inputs are [5, 6], the targets [6, 7]. What are yours?',
      cause:
        'The lines are cut to maxLength tokens first and shifted afterwards, which loses one step more. maxLength counts time steps: shift, then cut.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const cut = lines.map((line) => line.slice(0, options.maxLength));
        const T = stepsOf(cut, {});
        const inputs = cut.map((line) => row(line.slice(0, -1), T));
        const targets = cut.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'limit-ignored': {
      place: 'Without maxLength all is right. Count the columns with it.',
      probe: 'For [[5, 6, 7, 8]] and maxLength 2 there are 2 time steps. How many have you?',
      cause: 'options.maxLength is never read. T is the longest length - 1, and at most maxLength.',
      run: function batchLines(lines: Lines): LineBatch {
        const T = stepsOf(lines, {});
        const inputs = lines.map((line) => row(line.slice(0, -1), T));
        const targets = lines.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'padded-in-front': {
      place: 'Where does the padding of a shorter line lie, before its tokens or after?',
      probe: 'The line [8, 9] beside [5, 6, 7] gives the inputs [8, 0]. What are yours?',
      cause:
        'The padding stands in front of the tokens. The network would read it before the line begins, and its state would no longer be the one of a line that starts. Pad at the end.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inFront = (ids: readonly number[]): number[] => {
          const kept = ids.slice(0, T);
          return [...row([], T - kept.length), ...kept];
        };
        const inputs = lines.map((line) => inFront(line.slice(0, -1)));
        const targets = lines.map((line) => inFront(line.slice(1)));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'short-lines-left-out': {
      place: 'Compare the number of rows with the number of lines.',
      probe: 'For [[5, 6], [7]] there are two rows, the second all padding. How many have you?',
      cause:
        'Lines without a target are left out, so row b is no longer line b. Keep them as rows of padding: the mask takes care that they count for nothing.',
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const long = lines.filter((line) => line.length > 1);
        const T = stepsOf(long, options);
        const inputs = long.map((line) => row(line.slice(0, -1), T));
        const targets = long.map((line) => row(line.slice(1), T));
        return batch(inputs, targets, real(targets), T);
      },
    },
    'ids-as-floats': {
      place: 'Print inputs.dtype.',
      probe: 'tf.tensor2d takes the type as its third argument. What does it take without one?',
      cause:
        "Ids are float32, which is what tf.tensor2d makes unless told otherwise. A lookup needs whole numbers: pass 'int32' for inputs and targets.",
      run: function batchLines(lines: Lines, options: BatchLinesOptions = {}): LineBatch {
        const T = stepsOf(lines, options);
        const inputs = lines.map((line) => row(line.slice(0, -1), T));
        const targets = lines.map((line) => row(line.slice(1), T));
        return {
          inputs: tf.tensor2d(inputs, [lines.length, T]),
          targets: tf.tensor2d(targets, [lines.length, T]),
          mask: tf.tensor2d(real(targets), [lines.length, T]),
        };
      },
    },
  },
  variants: {
    'filled-by-loops': function batchLines(
      lines: Lines,
      options: BatchLinesOptions = {},
    ): LineBatch {
      let longest = 0;
      for (const line of lines) longest = Math.max(longest, line.length);
      const limit = options.maxLength;
      const T = limit === undefined ? longest - 1 : Math.min(limit, longest - 1);
      const inputs = lines.map(() => new Array<number>(T).fill(0));
      const targets = lines.map(() => new Array<number>(T).fill(0));
      const mask = lines.map(() => new Array<number>(T).fill(0));
      for (const [b, line] of lines.entries())
        for (let t = 0; t < Math.min(T, line.length - 1); t++) {
          inputs[b]?.splice(t, 1, line[t] ?? 0);
          targets[b]?.splice(t, 1, line[t + 1] ?? 0);
          mask[b]?.splice(t, 1, 1);
        }
      return batch(inputs, targets, mask, T);
    },
    'one-tensor-sliced': function batchLines(
      lines: Lines,
      options: BatchLinesOptions = {},
    ): LineBatch {
      const B = lines.length;
      const T = stepsOf(lines, options);
      const ids = tf.tensor2d(
        lines.map((line) => row(line, T + 1)),
        [B, T + 1],
        'int32',
      );
      const targets = tf.slice(ids, [0, 1], [B, T]);
      const isReal = tf.notEqual<tf.Tensor2D>(targets, tf.scalar(0, 'int32'));
      const read: tf.Tensor2D = tf.mul(tf.slice(ids, [0, 0], [B, T]), tf.cast(isReal, 'int32'));
      return { inputs: read, targets, mask: tf.cast<tf.Tensor2D>(isReal, 'float32') };
    },
    'mask-from-lengths': function batchLines(
      lines: Lines,
      options: BatchLinesOptions = {},
    ): LineBatch {
      const T = stepsOf(lines, options);
      const inputs = lines.map((line) => row(line.slice(0, Math.max(0, line.length - 1)), T));
      const targets = lines.map((line) => row(line.slice(1), T));
      const mask = lines.map((line) =>
        Array.from({ length: T }, (_, t) => Number(t < line.length - 1)),
      );
      return batch(inputs, targets, mask, T);
    },
  },
};
