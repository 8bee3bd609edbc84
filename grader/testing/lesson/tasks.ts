import {
  backward,
  contract,
  gradient,
  law,
  randomTensor,
  seeded,
  tensor,
  TensorValue,
  values,
  type Draws,
  type Lesson,
  type Task,
} from '../../checks/index.js';

const common = {
  from: 'grader/testing/lesson/answers.ts',
  kind: 'write',
  core: true,
  points: 10,
  difficulty: 1,
  minutes: 1,
  needs: [],
  forbidden: [],
} as const;

const scores = seeded(3, (rng) => ({ x: randomTensor(rng, [3, 5], 2) }));
const known = [
  {
    name: 'equal scores',
    args: { x: tensor([1, 2], [3, 3]) },
    expected: tensor([1, 2], [0.5, 0.5]),
  },
];

const softmax: Task = {
  ...common,
  id: 'softmax',
  title: 'Probabilities from scores',
  name: 'softmax',
  forbidden: ['tf.softmax', 'tf.logSoftmax'],
  hints: ['Which axis sums to one?', 'exp, then divide by the sum of the row.'],
  checks: [
    contract({ cases: known, axes: { '': 'B V' } }),
    values({ cases: [...known, ...scores], share: 0.5 }),
    gradient({ cases: scores, withRespectTo: ['x'], share: 0.3 }),
    law({
      title: 'a constant added to a row changes nothing',
      share: 0.2,
      holds: async (ask) => {
        const x = tensor([1, 2], [1, 2]);
        const far = tensor([1, 2], [1001, 1002]);
        const [near, moved] = [await ask({ x }), await ask({ x: far })];
        if (!(near instanceof TensorValue && moved instanceof TensorValue)) return 'no tensor.';
        const same = near.data.every((p, i) => Math.abs(p - (moved.data[i] ?? NaN)) < 1e-9);
        return same ? undefined : 'adding 1000 to both scores changed the probabilities.';
      },
    }),
  ],
};

const expectation: Task = {
  ...common,
  id: 'expectation',
  title: 'A mean under probabilities',
  name: 'expectation',
  needs: ['softmax'],
  hints: ['Use softmax.', 'Multiply and sum.'],
  checks: [
    contract({
      cases: seeded(1, (rng) => ({
        x: randomTensor(rng, [3, 5]),
        values: randomTensor(rng, [5]),
      })),
      axes: { '': 'B' },
    }),
    values({
      cases: seeded(
        3,
        (rng) => ({ x: randomTensor(rng, [3, 5]), values: randomTensor(rng, [5]) }),
        'drawn',
      ),
      share: 1,
    }),
  ],
};

const drawScaling = (rng: Draws) => ({
  x: randomTensor(rng, [3, 5]),
  s: randomTensor(rng, [5]),
  w: randomTensor(rng, [3]),
});

/** A scale so large that differences of a loss drown in rounding. */
const withLargeScale = ({ x, s, w }: ReturnType<typeof drawScaling>) => ({
  x,
  s: tensor(
    s.shape,
    s.data.map((scale, at) => (at === 0 ? 1e8 * scale : scale)),
  ),
  w,
});

const scaleBackward: Task = {
  ...common,
  id: 'scale-backward',
  title: 'Gradients of a scaling, by hand',
  name: 'scaleBackward',
  kind: 'debug',
  forbidden: ['tf.grad', 'tf.grads'],
  hints: ['Sum over the batch.', 'ds = sum over b of w x.'],
  wrongVersion: 'mean-for-sum',
  checks: [
    backward({
      cases: [
        ...seeded(3, drawScaling),
        ...seeded(1, (rng) => withLargeScale(drawScaling(rng)), 'scales orders of magnitude apart'),
      ],
      share: 1,
    }),
  ],
};

/** A lesson of the grader's own, so that its tests depend on no lesson of the course. */
export const lesson: Lesson = {
  stem: '00-engine',
  title: 'What the engine is tested with',
  version: 1,
  needs: [],
  tasks: [softmax, expectation, scaleBackward],
};
