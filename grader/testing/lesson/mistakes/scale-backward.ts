import type { MistakeBank } from '../../../task.js';

export const bank: MistakeBank = {
  mistakes: {
    'mean-for-sum': {
      edit: { "sum('B D -> D'": "mean('B D -> D'" },
      place: 'Look at ds.',
      probe: 'With a batch of one it comes out right.',
      cause: 'ds is averaged over the batch; each row adds to it.',
    },
  },
  variants: {},
};
