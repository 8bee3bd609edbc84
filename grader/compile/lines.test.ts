import { beforeAll, describe, expect, it } from 'vitest';
import { openBox } from '../box/box.js';
import { builtBox } from '../box/testing/boxes.js';
import type { Lesson, Task } from '../task.js';
import { tensor } from '../value.js';
import { compile } from './compile.js';

beforeAll(builtBox);

const source = `import * as tf from '@tensorflow/tfjs-core';

interface Params {
  readonly w: tf.Tensor2D;
}

/** Not reached by the task. */
export const unused = (p: Params) => p.w;

/**
 * Many words
 * that take lines.
 */
export function cell(
  p: Params | undefined,
): tf.Tensor {
  // A comment.
  return helper(p);
}

const helper = (p: Params | undefined): tf.Tensor => {
  if (p === undefined) return Reflect.get(tf, ['soft', 'max'].join(''))(1);
  return (p as unknown as { v: { w: tf.Tensor } }).v
    .w;
};
`;

describe('errors at run time', () => {
  it('name the line of the student’s own file', async () => {
    const task = { id: 'cell', name: 'cell', needs: [], forbidden: ['tf.softmax'] };
    const lesson = { stem: '01-rnn', needs: [], tasks: [task] };
    const compiled = await compile(source, {
      file: '01-rnn.ts',
      task: task as unknown as Task,
      lesson: lesson as unknown as Lesson,
    });
    if (compiled.kind !== 'code') throw new Error(JSON.stringify(compiled));
    const box = await openBox(compiled);
    expect(await box.call({ p: {} })).toMatchObject({ kind: 'threw', name: 'TypeError', line: 24 });
    const forbidden = { kind: 'forbidden', what: 'tf.softmax', line: 22 };
    expect(await box.call({ p: undefined })).toMatchObject(forbidden);
    await box.close();
  });

  it('name the line that called, however deep below it something threw', async () => {
    const deep = `import * as tf from '@tensorflow/tfjs-core';
import { sub, sum } from '../src/core/index.js';
export function cell(x: tf.Tensor2D): tf.Tensor {
  return sub(x, sum('B V -> B', x));
}
`;
    const task = { id: 'cell', name: 'cell', needs: [], forbidden: [] };
    const lesson = { stem: '01-rnn', needs: [], tasks: [task] };
    const compiled = await compile(deep, {
      file: '01-rnn.ts',
      task: task as unknown as Task,
      lesson: lesson as unknown as Lesson,
    });
    if (compiled.kind !== 'code') throw new Error(JSON.stringify(compiled));
    const box = await openBox(compiled);
    const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(await box.call({ x })).toMatchObject({ kind: 'threw', line: 4 });
    await box.close();
  });
});
