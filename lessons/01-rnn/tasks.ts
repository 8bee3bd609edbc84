import type { Lesson } from '../../grader/task.js';
import { batchLines } from './tasks/batch-lines.js';
import { clipByGlobalNorm } from './tasks/clip-by-global-norm.js';
import { ngramProbability } from './tasks/ngram-probability.js';
import { rnnBackward } from './tasks/rnn-backward.js';
import { rnnCellBackward } from './tasks/rnn-cell-backward.js';
import { rnnCell } from './tasks/rnn-cell.js';
import { rnnForward } from './tasks/rnn-forward.js';
import { sampleNext } from './tasks/sample-next.js';
import { sequenceLogProbability } from './tasks/sequence-log-probability.js';
import { sequenceLoss } from './tasks/sequence-loss.js';

export const lesson: Lesson = {
  stem: '01-rnn',
  title: 'A network that reads in order',
  version: 4,
  needs: ['00-start'],
  tasks: [
    ngramProbability,
    rnnCell,
    rnnForward,
    batchLines,
    sequenceLoss,
    sequenceLogProbability,
    rnnCellBackward,
    rnnBackward,
    clipByGlobalNorm,
    sampleNext,
  ],
};
