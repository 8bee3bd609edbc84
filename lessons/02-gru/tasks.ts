import type { Lesson } from '../../grader/task.js';
import { bitsPerCharacter } from './tasks/bits-per-character.js';
import { gruCellBackward } from './tasks/gru-cell-backward.js';
import { gruCellResetBefore } from './tasks/gru-cell-reset-before.js';
import { gruCell } from './tasks/gru-cell.js';
import { gruForward } from './tasks/gru-forward.js';
import { gruLanguageModelLoss } from './tasks/gru-language-model-loss.js';
import { lineToTensor } from './tasks/line-to-tensor.js';

export const lesson: Lesson = {
  stem: '02-gru',
  title: 'A network that decides what to keep',
  version: 3,
  needs: ['00-start', '01-rnn'],
  tasks: [
    gruCell,
    gruCellResetBefore,
    gruForward,
    gruCellBackward,
    lineToTensor,
    gruLanguageModelLoss,
    bitsPerCharacter,
  ],
};
