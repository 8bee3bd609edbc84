import type { Lesson } from '../../grader/task.js';
import { forgetBias } from './tasks/forget-bias.js';
import { lstmCellBackward } from './tasks/lstm-cell-backward.js';
import { lstmCell } from './tasks/lstm-cell.js';
import { lstmForward } from './tasks/lstm-forward.js';
import { maskedAccuracy } from './tasks/masked-accuracy.js';
import { paddingMask } from './tasks/padding-mask.js';
import { spanF1 } from './tasks/span-f1.js';
import { tagsToSpans } from './tasks/tags-to-spans.js';

export const lesson: Lesson = {
  stem: '03-lstm',
  title: 'A memory that lasts',
  version: 3,
  needs: ['00-start', '01-rnn', '02-gru'],
  tasks: [
    lstmCell,
    lstmForward,
    forgetBias,
    lstmCellBackward,
    paddingMask,
    maskedAccuracy,
    tagsToSpans,
    spanF1,
  ],
};
