/** What people would have written for the small lesson, by path. */
export const smallFiles: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "unroll", "type": "module" }\n',
  '.prettierrc.json': '{ "printWidth": 100, "singleQuote": true }\n',

  'lab/index.ts': `export * from './check.js';
export { predict } from './predict.js';
`,
  'lab/check.ts': `export async function check(): Promise<void> {}
`,
  'lab/predict.ts': `export function predict(): void {}
`,

  'src/layers/scale.ts': `import type * as tf from '@tensorflow/tfjs-core';
import { add, mul, shape } from '../core/index.js';

/** Weights of a scale: one factor and one shift a column. */
export interface ScaleParams {
  /** [D] */
  readonly w: tf.Tensor1D;
  /** [D] */
  readonly b: tf.Tensor1D;
}

/**
 * Scales and shifts every column.
 *
 *   y[b, d] = x[b, d] w[d] + bias[d]
 *
 * @param p weights
 * @param x rows, [B, D]
 */
export function scale(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
  shape('B D', x, 'scale x');
  return add(mul(x, p.w), p.b);
}

/**
 * Scales what was scaled.
 *
 *   y = scale(p, scale(p, x))
 *
 * @param x rows, [B, D]
 */
export function scaleTwice(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
  return scale(p, scale(p, x));
}
`,

  'src/metrics/mean-square.ts': `import type * as tf from '@tensorflow/tfjs-core';
import { mean, square } from '../core/index.js';

/**
 * The mean of the squares of each row.
 *
 *   y[b] = mean over d of x[b, d] squared
 *
 * Never negative.
 *
 * @param x rows, [B, D]
 */
export function meanSquare(x: tf.Tensor2D): tf.Tensor1D {
  return mean('B D -> B', squares(x));
}

/** The squares of all entries. */
function squares(x: tf.Tensor2D): tf.Tensor2D {
  return square(x);
}
`,

  'lessons/beyond-sizes.txt': '90-small\n',

  'lessons/90-small/lesson.md': `---
title: A small lesson
needs: []
---

# A small lesson

Begin here.

\`\`\`ts id=start
import { check, predict } from './lab/index.js';
\`\`\`

## Scaling

\`\`\`ts no-run
const illustration = true;
\`\`\`

::: notes minutes=10
For the instructor alone.
:::

::: question grows
Does $x$ grow?

- [ ] Always => Not with a factor
  below one.
- [x] It depends => On the factor.
:::

::: task scale
Scaling $[1, 2]$ by $2$ gives $[2, 4]$.
:::

\`\`\`ts
const a = 1;
\`\`\`

::: task scale-twice
:::

::: slide
A slide's words.
:::

::: task mean-square
The mean square of $[3, 4]$ is $12.5$.
:::
`,

  'lessons/90-small/mistakes/scale.ts': `import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add, mul } from '../../../src/core/index.js';
import type { ScaleParams } from '../../../src/layers/scale.js';

export const bank: MistakeBank = {
  mistakes: {
    'bias-forgotten': {
      place: 'The bias.',
      probe: 'x = 0.',
      cause: 'The bias is missing.',
      run: (p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D => mul(x, p.w),
    },
    'bias-first': {
      edit: { 'add(mul(x, p.w), p.b)': 'mul(add(x, p.b), p.w)' },
      place: 'The order.',
      probe: 'x = 0.',
      cause: 'The bias is scaled too.',
    },
    'weights-added': { place: 'The weights.', probe: 'x = 0.', cause: 'Added.', run: weightsAdded },
  },
  variants: {
    'with-tfjs': function scale(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
      return tf.add(tf.mul(x, p.w), p.b);
    },
    'factor-first': function scale(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
      return tf.add(p.b, tf.mul(p.w, x));
    },
  },
};

function weightsAdded(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
  return add(add(x, p.w), p.b);
}
`,

  'lessons/90-small/mistakes/scale-twice.ts': `import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { add } from '../../../src/core/index.js';
import { scale, type ScaleParams } from '../../../src/layers/scale.js';

export const bank: MistakeBank = {
  mistakes: {
    once: {
      place: 'Count.',
      probe: 'x = 0.',
      cause: 'It is scaled once.',
      run: function scaleTwice(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
        // this comment would tell that it is done once
        const y = named(p, x);
        return y;
      },
    },
    thrice: {
      place: 'Count.',
      probe: 'x = 0.',
      cause: 'It is scaled three times.',
      run: (p: ScaleParams, x: tf.Tensor2D) => scale(p, scale(p, scale(p, x))),
    },
    added: {
      place: 'The second step.',
      probe: 'x = 0.',
      cause: 'The two results are added.',
      run: (p: ScaleParams, x: tf.Tensor2D) => add(scale(p, x), scale(p, x)),
    },
  },
  variants: {
    'in-two-lines': (p: ScaleParams, x: tf.Tensor2D) => {
      const once = scale(p, x);
      return scale(p, once);
    },
    'with-a-loop': (p: ScaleParams, x: tf.Tensor2D) => {
      let y = x;
      for (let i = 0; i < 2; i++) y = scale(p, y);
      return y;
    },
  },
};

function named(p: ScaleParams, x: tf.Tensor2D): tf.Tensor2D {
  return scale(p, x);
}
`,

  'lessons/90-small/mistakes/mean-square.ts': `import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { mean, sqrt, square, sum } from '../../../src/core/index.js';

export const bank: MistakeBank = {
  mistakes: {
    'sum-for-mean': {
      place: 'The factor.',
      probe: '[1, 1].',
      cause: 'Summed.',
      run: (x: tf.Tensor2D) => sum('B D -> B', square(x)),
    },
    'square-forgotten': {
      place: 'The size.',
      probe: '[2].',
      cause: 'Not squared.',
      run: (x: tf.Tensor2D) => mean('B D -> B', x),
    },
    'root-taken': {
      place: 'The size.',
      probe: '[2].',
      cause: 'A root too many.',
      run: (x: tf.Tensor2D) => sqrt(mean('B D -> B', square(x))),
    },
  },
  variants: {
    'with-tfjs': (x: tf.Tensor2D): tf.Tensor1D => tf.mean(tf.mul(x, x), 1),
    'by-hand': (x: tf.Tensor2D): tf.Tensor1D => tf.div(tf.sum(tf.square(x), 1), x.shape[1]),
  },
};
`,
};
