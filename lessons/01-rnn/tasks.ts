import type { Lesson } from '../../grader/task.js';
import { batchLines } from './tasks/batch-lines.js';
import { rnnCellBackward } from './tasks/rnn-cell-backward.js';
import { rnnCell } from './tasks/rnn-cell.js';
import { rnnForward } from './tasks/rnn-forward.js';
import { sampleNext } from './tasks/sample-next.js';
import { sequenceLoss } from './tasks/sequence-loss.js';

export const lesson: Lesson = {
  stem: '01-rnn',
  title: 'A network that reads in order',
  version: 1,
  needs: ['00-start'],
  tasks: [rnnCell, rnnForward, batchLines, sequenceLoss, rnnCellBackward, sampleNext],
};
