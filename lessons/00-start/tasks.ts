import type { Lesson } from '../../grader/task.js';
import { crossEntropyBackward } from './tasks/cross-entropy-backward.js';
import { crossEntropy } from './tasks/cross-entropy.js';
import { denseBackward } from './tasks/dense-backward.js';
import { dense } from './tasks/dense.js';
import { logSoftmax } from './tasks/log-softmax.js';
import { meanOfEmbeddings } from './tasks/mean-of-embeddings.js';
import { numericGradient } from './tasks/numeric-gradient.js';
import { serial } from './tasks/serial.js';
import { softmax } from './tasks/softmax.js';

export const lesson: Lesson = {
  stem: '00-start',
  title: 'Tensors, shapes, and a gradient you can trust',
  version: 3,
  needs: [],
  tasks: [
    softmax,
    logSoftmax,
    crossEntropy,
    numericGradient,
    dense,
    denseBackward,
    crossEntropyBackward,
    meanOfEmbeddings,
    serial,
  ],
};
