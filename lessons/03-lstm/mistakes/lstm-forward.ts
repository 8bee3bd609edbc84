import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import { stack, unstack } from '../../../src/core/index.js';
import { lstmCell, type LstmParams, type LstmState } from '../../../src/layers/lstm.js';

/** What `lstmForward` returns. */
interface Run {
  readonly outputs: tf.Tensor3D;
  readonly state: LstmState;
}

export const bank: MistakeBank = {
  mistakes: {
    'cells-not-handed-on': {
      place: 'The first step is right. Which cells does the second step get?',
      probe:
        'Give it a start with large cells, and let f be open. Do your outputs still show them after step 5 as they did after step 1, or do they start anew each time?',
      cause:
        'h is handed on and c is not: every step starts from the cells of the start. The cells are the memory: hand on the whole state that lstmCell returned.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, { h: state.h, c: start.c });
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'cells-of-the-start-put-back': {
      place:
        'The first output is right. What do you put together as the state for the second step?',
      probe: 'After one step state.c should be the c that lstmCell returned. Is yours start.c?',
      cause:
        'h is taken from what lstmCell returned and c from start, at every step and at the end. The cells are the memory: hand on the whole state that lstmCell returned.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = { h: lstmCell(p, x, state).h, c: start.c };
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'output-not-handed-on': {
      place: 'The first step is right. Which h does the second step get?',
      probe: 'With wHh all zeros all is right. What does wHh multiply at the second step?',
      cause:
        'c is handed on and h is not: the gates of every step look at the h of the start. Hand on the whole state that lstmCell returned.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, { h: start.h, c: state.c });
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'nothing-handed-on': {
      place: 'The first step is right. Which state does the second step get?',
      probe:
        'Give the same input at every step. The outputs should still differ from step to step. Do yours?',
      cause:
        'Every step starts from start again, so step t knows nothing of the steps before it. Keep what lstmCell returns in a variable and pass that to the next step.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const states = unstack(xs, 1).map((x) => lstmCell(p, x, start));
        const outputs = states.map(({ h }) => h);
        return { outputs: stack(outputs, 1), state: states.at(-1) ?? start };
      },
    },
    'step-taken-twice': {
      place:
        'The first output is right, the first cells are not. How often do you call lstmCell in a step?',
      probe: 'With T = 3 inputs lstmCell is to be called three times. How often is it in yours?',
      cause:
        'The step is taken once for h and once more for c, and the second time it is given the new h. Take it once, and keep all that it returns.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let { h, c } = start;
        for (const x of unstack(xs, 1)) {
          h = lstmCell(p, x, { h, c }).h;
          c = lstmCell(p, x, { h, c }).c;
          outputs.push(h);
        }
        return { outputs: stack(outputs, 1), state: { h, c } };
      },
    },
    'cells-for-outputs': {
      place: 'Can an entry of your outputs be larger than 1?',
      probe: 'After one step, outputs holds the same numbers as state.h. Does yours?',
      cause:
        'The cells of every step are collected. What an LSTM shows is h; c it keeps to itself.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const cells: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, state);
          cells.push(state.c);
        }
        return { outputs: stack(cells, 1), state };
      },
    },
    'start-returned': {
      place: 'Your outputs are right. Compare your state with the last of them.',
      probe: 'The last output and state.h are the same numbers. Are they in yours?',
      cause:
        'The state that is returned is the one before the first step. It is to be what the last step left, so that a next piece of text can go on from there.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state: start };
      },
    },
    'start-ignored': {
      place: 'Call it twice with another start. Does the first output change?',
      probe: 'With f open and i shut the cells at the end are those of the start. Are yours 0?',
      cause:
        'The scan starts from zeros, whatever start is. Start from start: whoever carries a state from one piece of text to the next needs it.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state: LstmState = { h: tf.zerosLike(start.h), c: tf.zerosLike(start.c) };
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'output-before-the-step': {
      place: 'Compare your first output with start.h, and your second with the first one expected.',
      probe: 'With one step only, outputs holds what lstmCell returned as h. Is yours start.h?',
      cause:
        'The state goes into the list before the step is taken, so all outputs are one place late and the last one is missing. Step first, then push.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          outputs.push(state.h);
          state = lstmCell(p, x, state);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'time-axis-first': {
      place: 'Compare the shape of your outputs with [B, T, U].',
      probe: 'You have a list of T tensors [B, U]. On which axis should the list lie?',
      cause:
        'The outputs are stacked along axis 0, which gives [T, B, U]. Time is the second axis here: stack(outputs, 1).',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1)) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 0), state };
      },
    },
    'read-backwards': {
      place: 'Change the last input only. Which of your outputs change?',
      probe:
        'With two steps, the output at place 0 comes from xs[0] and the start. Does yours depend on xs[1]?',
      cause:
        'The steps are taken from the last to the first, so the early outputs know the future. Read from left to right.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1).reverse()) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs.reverse(), 1), state };
      },
    },
    'batch-for-time': {
      place: 'Over which axis of xs does your loop run?',
      probe: 'With B = 2 lines of T = 5 steps, how often is lstmCell to be called?',
      cause:
        'unstack without an axis takes the lines of the batch for the steps of time. Steps are the second axis: unstack(xs, 1).',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs)) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
    'last-step-missing': {
      place: 'Compare the shape of your outputs with [B, T, U]: how many steps are there?',
      probe: 'With five inputs there are five outputs. How many times does your loop run?',
      cause: 'The loop ends one step early. It runs over all T inputs.',
      run: function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
        const outputs: tf.Tensor2D[] = [];
        let state = start;
        for (const x of unstack(xs, 1).slice(0, xs.shape[1] - 1)) {
          state = lstmCell(p, x, state);
          outputs.push(state.h);
        }
        return { outputs: stack(outputs, 1), state };
      },
    },
  },
  variants: {
    'h-and-c-apart': function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
      let { h, c } = start;
      const outputs: tf.Tensor2D[] = [];
      for (let t = 0; t < xs.shape[1]; t++) {
        const x = tf.squeeze<tf.Tensor2D>(tf.slice(xs, [0, t, 0], [-1, 1, -1]), [1]);
        ({ h, c } = lstmCell(p, x, { h, c }));
        outputs.push(h);
      }
      return { outputs: tf.stack(outputs, 1) as tf.Tensor3D, state: { h, c } };
    },
    'a-list-of-states': function lstmForward(
      p: LstmParams,
      xs: tf.Tensor3D,
      start: LstmState,
    ): Run {
      const states = [start];
      for (const x of unstack(xs, 1)) states.push(lstmCell(p, x, states.at(-1) ?? start));
      const outputs = states.slice(1).map(({ h }) => tf.expandDims<tf.Tensor3D>(h, 1));
      return { outputs: tf.concat(outputs, 1), state: states.at(-1) ?? start };
    },
    'with-reduce': function lstmForward(p: LstmParams, xs: tf.Tensor3D, start: LstmState): Run {
      const outputs: tf.Tensor2D[] = [];
      const state = unstack(xs, 1).reduce((before, x) => {
        const after = lstmCell(p, x, before);
        outputs.push(after.h);
        return after;
      }, start);
      return { state, outputs: stack(outputs, 1) };
    },
  },
};
