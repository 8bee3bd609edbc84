/** Submissions that reach what their task forbids under another name. */
import { beforeAll, describe, expect, it } from 'vitest';
import { attackBox, builtBox } from '../box/testing/boxes.js';
import { tensor } from '../value.js';

beforeAll(builtBox);

const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

describe('a forbidden way is trapped under every name', () => {
  const uses = [
    ['tf.logSumExp', "tf['log' + 'SumExp'](x, 1)"],
    ['tf.logSumExp', 'x.logSumExp(1)'],
    ['tf.logSoftmax', 'x.logSoftmax()'],
    ['tf.losses.softmaxCrossEntropy', "tf.losses['softmaxCross' + 'Entropy'](x, x)"],
    ['core.softmax', "core['soft' + 'max'](x)"],
    ['core.logSoftmax', "core['logSoft' + 'max'](x)"],
    ['core.numericGradient', "core['numeric' + 'Gradient']((y) => y.sum(), x)"],
    ['tf.customGrad', "tf['custom' + 'Grad']((y) => y)"],
    ['tf.variableGrads', "tf['variable' + 'Grads'](() => x.sum())"],
  ];
  const attempt = (use: string) => `try { ${use}; } catch {} return x;`;
  const attack = attackBox(
    uses.map(([, use = '']) => attempt(use)),
    'x',
    { rules: { forbidden: ['tf.softmax', 'tf.grad'], withheld: [], needed: [] } },
  );
  it.each(uses)('%s in: %s', async (what, use = '') => {
    expect(await attack(attempt(use), { x })).toMatchObject({ kind: 'forbidden', what });
  });
});

describe('what the task builds on', () => {
  const call = 'return [core.logSoftmax(x), tf.sigmoid(x)];';
  const attack = attackBox([call], 'x', {
    rules: { forbidden: ['tf.softmax'], withheld: ['softmax'], needed: ['logSoftmax'] },
  });
  it('stays allowed, whatever is like it', async () => {
    expect(await attack(call, { x })).toMatchObject({ kind: 'value' });
  });
});
