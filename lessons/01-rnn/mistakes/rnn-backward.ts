import * as tf from '@tensorflow/tfjs-core';
import type { MistakeBank } from '../../../grader/task.js';
import {
  add,
  concat,
  div,
  einsum,
  mul,
  rsub,
  square,
  stack,
  sum,
  unstack,
} from '../../../src/core/index.js';
import {
  rnnCellBackward,
  type RnnCellGradients,
  type RnnGradients,
  type RnnParams,
} from '../../../src/layers/rnn.js';

/** Step t of a sequence. */
function at(sequence: tf.Tensor3D, t: number): tf.Tensor2D {
  const [B, , D] = sequence.shape;
  return tf.reshape(tf.slice(sequence, [0, t, 0], [B, 1, D]), [B, D]);
}

/** The state before step t. */
function before(h0: tf.Tensor2D, states: tf.Tensor3D, t: number): tf.Tensor2D {
  return t === 0 ? h0 : at(states, t - 1);
}

/** Gradients of the weights, summed over the steps; the steps in the order of time. */
function summed(steps: readonly RnnCellGradients[], dh0: tf.Tensor2D): RnnGradients {
  return {
    dwIh: sum('T I U -> I U', stack(steps.map(({ dwIh }) => dwIh))),
    dwHh: sum('T U G -> U G', stack(steps.map(({ dwHh }) => dwHh))),
    db: sum('T U -> U', stack(steps.map(({ db }) => db))),
    dxs: stack(
      steps.map(({ dx }) => dx),
      1,
    ),
    dh0,
  };
}

/** All steps from the last to the first, with dh carried from each to the one before. */
function taken(
  p: RnnParams,
  xs: tf.Tensor3D,
  h0: tf.Tensor2D,
  states: tf.Tensor3D,
  dStates: tf.Tensor3D,
): { readonly steps: RnnCellGradients[]; readonly dh0: tf.Tensor2D } {
  const steps: RnnCellGradients[] = [];
  let dh: tf.Tensor2D = tf.zerosLike(h0);
  for (let t = xs.shape[1] - 1; t >= 0; t--) {
    const dhNext = add(at(dStates, t), dh);
    const step = rnnCellBackward(p, at(xs, t), before(h0, states, t), at(states, t), dhNext);
    dh = step.dh;
    steps.unshift(step);
  }
  return { steps, dh0: dh };
}

/** The gradients from those of what tanh was given, [B, T, U]. */
function fromDas(
  p: RnnParams,
  xs: tf.Tensor3D,
  h0: tf.Tensor2D,
  states: tf.Tensor3D,
  das: tf.Tensor3D,
): RnnGradients {
  const [B, T, U] = states.shape;
  const earlier: tf.Tensor3D = concat(
    [tf.reshape<tf.Rank.R3>(h0, [B, 1, U]), tf.slice(states, [0, 0, 0], [B, T - 1, U])],
    1,
  );
  return {
    dwIh: einsum('B T I, B T U -> I U', xs, das),
    dwHh: einsum('B T U, B T G -> U G', earlier, das),
    db: sum('B T U -> U', das),
    dxs: einsum('B T U, I U -> B T I', das, p.wIh),
    dh0: einsum('B U, G U -> B G', at(das, 0), p.wHh),
  };
}

export const bank: MistakeBank = {
  mistakes: {
    'later-steps-overwritten': {
      place:
        'dxs and dh0 are right; dwIh, dwHh, db are not, unless there is one step. Which steps have a say in yours?',
      probe:
        "Take two steps. Every step used the same weights. Whose gradient is in your dwIh: the first step's, the second's, or both?",
      cause:
        "Each step's gradients of the weights replace those of the step you did before, so that only the first step's are left. The weights were used at every step: add them up.",
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const { steps, dh0 } = taken(p, xs, h0, states, dStates);
        const [first] = steps;
        return {
          ...summed(steps, dh0),
          ...(first && { dwIh: first.dwIh, dwHh: first.dwHh, db: first.db }),
        };
      },
    },
    'averaged-over-time': {
      place: 'dxs and dh0 are right; dwIh, dwHh, db are too small by the same factor. Which?',
      probe: 'Compare a sequence of one step with one of two. By what do you divide?',
      cause:
        'The gradients of the weights are averaged over the steps. If the loss is a mean over time, dStates brings the division along: take the sum.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const { steps, dh0 } = taken(p, xs, h0, states, dStates);
        const { dwIh, dwHh, db, dxs } = summed(steps, dh0);
        const T = xs.shape[1];
        return { dwIh: div(dwIh, T), dwHh: div(dwHh, T), db: div(db, T), dxs, dh0 };
      },
    },
    'nothing-carried-back': {
      place: 'The last step is right. What does the step before it know of what happened later?',
      probe:
        'Let a gradient arrive at the last of three states alone. How much of it reaches dxs at step 0 in yours?',
      cause:
        'Each step is taken back with dStates[t] alone. The state was also read by the next step, whose dh is the other half of its gradient: add the dh that step t + 1 returned.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps = unstack(xs, 1).map((x, t) =>
          rnnCellBackward(p, x, before(h0, states, t), at(states, t), at(dStates, t)),
        );
        return summed(steps, steps[0]?.dh ?? tf.zerosLike(h0));
      },
    },
    'only-the-last-state-heard': {
      place:
        'With a loss at the last state alone all is right. What else arrives at the earlier states?',
      probe: 'Let a gradient arrive at the first of two states alone. Is your dwIh zero?',
      cause:
        'You start with dStates at the last step and go back with dh alone, so what arrives at the earlier states is never heard. At every step the two are added: dStates[t] and the dh of the step after.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh = at(dStates, xs.shape[1] - 1);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const step = rnnCellBackward(p, at(xs, t), before(h0, states, t), at(states, t), dh);
          dh = step.dh;
          steps.unshift(step);
        }
        return summed(steps, dh);
      },
    },
    'time-not-reversed': {
      place: 'With one step all is right. In which order do you take the steps?',
      probe:
        'Let a gradient arrive at the first of three states alone. That state was made before the inputs of steps 1 and 2 were read. Is your dxs zero there?',
      cause:
        'The steps are taken from the first to the last, so the gradient is carried to later steps. It comes from there: begin with t = T - 1.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = 0; t < xs.shape[1]; t++) {
          const dhNext = add(at(dStates, t), dh);
          const step = rnnCellBackward(p, at(xs, t), before(h0, states, t), at(states, t), dhNext);
          dh = step.dh;
          steps.push(step);
        }
        return summed(steps, dh);
      },
    },
    'inputs-gradients-turned-round': {
      place: 'Only dxs is off. Compare its first step with the last one expected.',
      probe:
        'With a gradient at the first of three states alone, dxs is 0 at steps 1 and 2. At which steps is yours 0?',
      cause:
        'You walk from the last step to the first and put each dx behind the others, so dxs has its time turned round. Put each in front, or turn the list before you stack it.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const { steps, dh0 } = taken(p, xs, h0, states, dStates);
        const turned = [...steps].reverse().map(({ dx }) => dx);
        return { ...summed(steps, dh0), dxs: stack(turned, 1) };
      },
    },
    'state-after-for-state-before': {
      place: 'Only dwHh is off. Which state did wHh multiply at step t?',
      probe: 'With one step and h0 all zeros, wHh played no part: dwHh is 0. Is yours?',
      cause:
        'The step is taken back with the state after it where the one before it belongs. Before step t stood states[t - 1], and before step 0 stood h0.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const dhNext = add(at(dStates, t), dh);
          const step = rnnCellBackward(p, at(xs, t), at(states, t), at(states, t), dhNext);
          dh = step.dh;
          steps.unshift(step);
        }
        return summed(steps, dh);
      },
    },
    'first-state-forgotten': {
      place: 'Only dwHh is off. From what did step 0 start?',
      probe: 'With one step, dwHh is made of h0 and the gradient. Does yours change with h0?',
      cause: 'Step 0 is taken back as if it had started from zeros. It started from h0.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const dhNext = add(at(dStates, t), dh);
          const h = t === 0 ? tf.zerosLike(h0) : at(states, t - 1);
          const step = rnnCellBackward(p, at(xs, t), h, at(states, t), dhNext);
          dh = step.dh;
          steps.unshift(step);
        }
        return summed(steps, dh);
      },
    },
    'gradient-of-the-first-state-for-h0': {
      place: 'Only dh0 is off. Which state is h0: the one after step 0, or the one before it?',
      probe: 'With wHh all zeros the first state knows nothing of h0, so dh0 is 0. Is yours?',
      cause:
        'dh0 is what arrives at the state after step 0. It has to go back through that step once more: dh0 is the dh that step 0 returns.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const { steps, dh0 } = taken(p, xs, h0, states, dStates);
        const arriving = add(at(dStates, 0), steps[1]?.dh ?? tf.zerosLike(dh0));
        return { ...summed(steps, dh0), dh0: arriving };
      },
    },
    'one-step-back-only': {
      place: 'With two steps all is right. Try three.',
      probe:
        'Let a gradient arrive at the last of three states alone. Does it reach dxs at step 0?',
      cause:
        'The dh that you carry on was made of dStates alone, so every gradient dies after one step. Carry on the dh of the step that got both: dStates[t] and what came from later.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const [x, h, hNext] = [at(xs, t), before(h0, states, t), at(states, t)];
          steps.unshift(rnnCellBackward(p, x, h, hNext, add(at(dStates, t), dh)));
          dh = rnnCellBackward(p, x, h, hNext, at(dStates, t)).dh;
        }
        return summed(steps, steps[0]?.dh ?? dh);
      },
    },
    'carried-past-tanh': {
      place:
        'The last step is right. What is between a state and the weights that it is sent back through?',
      probe:
        'Let the units of the last step be at their limit, 0.999 or so. Hardly anything should come back through them. Does it in yours?',
      cause:
        'On its way to the step before, the gradient goes through wHh and not through tanh. The slope 1 - h² belongs to every step: carry on the dh that rnnCellBackward returns.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const steps: RnnCellGradients[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const dhNext = add(at(dStates, t), dh);
          steps.unshift(
            rnnCellBackward(p, at(xs, t), before(h0, states, t), at(states, t), dhNext),
          );
          dh = einsum('B U, G U -> B G', dhNext, p.wHh);
        }
        return summed(steps, dh);
      },
    },
    'carried-forward-through-the-weights': {
      place:
        'The last step is right. Through which weights does the gradient come back to the step before?',
      probe:
        'Let wHh be zero but for wHh[0][1] = 1: unit 0 sends to unit 1. A gradient at unit 1 should come back to unit 0. Where does yours go?',
      cause:
        'The gradient is sent through wHh in the forward direction. On its way back it crosses each weight from its end to its start: da times wHh transposed.',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const das: tf.Tensor2D[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const da = mul(add(at(dStates, t), dh), rsub(1, square(at(states, t))));
          dh = einsum('B U, U G -> B G', da, p.wHh);
          das.unshift(da);
        }
        return { ...fromDas(p, xs, h0, states, stack(das, 1)), dh0: dh };
      },
    },
    'slope-from-before-tanh': {
      place: 'All five are off, most where the units are far from 0. Look at the slope of tanh.',
      probe: 'At a = 2 the slope of tanh is about 0.07. 1 - a² would be -3.',
      cause:
        'The slope is taken as 1 - a², with a what tanh was given. It is 1 - tanh(a)², and tanh(a) is the state: 1 - states[t]².',
      run: function rnnBackward(
        p: RnnParams,
        xs: tf.Tensor3D,
        h0: tf.Tensor2D,
        states: tf.Tensor3D,
        dStates: tf.Tensor3D,
      ): RnnGradients {
        const das: tf.Tensor2D[] = [];
        let dh: tf.Tensor2D = tf.zerosLike(h0);
        for (let t = xs.shape[1] - 1; t >= 0; t--) {
          const fromInput = einsum('B I, I G -> B G', at(xs, t), p.wIh);
          const fromState = einsum('B U, U G -> B G', before(h0, states, t), p.wHh);
          const a = add(add(fromInput, fromState), p.b);
          const da = mul(add(at(dStates, t), dh), rsub(1, square(a)));
          dh = einsum('B U, G U -> B G', da, p.wHh);
          das.unshift(da);
        }
        return fromDas(p, xs, h0, states, stack(das, 1));
      },
    },
  },
  variants: {
    'one-product-for-all-steps': function rnnBackward(
      p: RnnParams,
      xs: tf.Tensor3D,
      h0: tf.Tensor2D,
      states: tf.Tensor3D,
      dStates: tf.Tensor3D,
    ): RnnGradients {
      const das: tf.Tensor2D[] = [];
      let dh: tf.Tensor2D = tf.zerosLike(h0);
      for (let t = xs.shape[1] - 1; t >= 0; t--) {
        const da = mul(add(at(dStates, t), dh), rsub(1, square(at(states, t))));
        dh = einsum('B U, G U -> B G', da, p.wHh);
        das.unshift(da);
      }
      return fromDas(p, xs, h0, states, stack(das, 1));
    },
    'adding-up-on-the-way': function rnnBackward(
      p: RnnParams,
      xs: tf.Tensor3D,
      h0: tf.Tensor2D,
      states: tf.Tensor3D,
      dStates: tf.Tensor3D,
    ): RnnGradients {
      let dwIh = tf.zerosLike(p.wIh);
      let dwHh = tf.zerosLike(p.wHh);
      let db = tf.zerosLike(p.b);
      let dh: tf.Tensor2D = tf.zerosLike(h0);
      const dxs: tf.Tensor2D[] = [];
      const arriving = unstack(dStates, 1);
      const after = unstack(states, 1);
      const inputs = unstack(xs, 1);
      for (const [t, x] of [...inputs.entries()].reverse()) {
        const dhNext = add(dh, arriving[t] ?? dh);
        const step = rnnCellBackward(p, x, after[t - 1] ?? h0, after[t] ?? h0, dhNext);
        dwIh = add(dwIh, step.dwIh);
        dwHh = add(dwHh, step.dwHh);
        db = add(db, step.db);
        dxs.push(step.dx);
        dh = step.dh;
      }
      return { dwIh, dwHh, db, dxs: stack(dxs.reverse(), 1), dh0: dh };
    },
    recursive: function rnnBackward(
      p: RnnParams,
      xs: tf.Tensor3D,
      h0: tf.Tensor2D,
      states: tf.Tensor3D,
      dStates: tf.Tensor3D,
    ): RnnGradients {
      const [B, T, U] = states.shape;
      const step = (t: number): { steps: RnnCellGradients[]; dh: tf.Tensor2D } => {
        if (t === T) return { steps: [], dh: tf.zeros([B, U]) };
        const later = step(t + 1);
        const dhNext: tf.Tensor2D = tf.add(later.dh, at(dStates, t));
        const own = rnnCellBackward(p, at(xs, t), before(h0, states, t), at(states, t), dhNext);
        return { steps: [own, ...later.steps], dh: own.dh };
      };
      const { steps, dh } = step(0);
      return summed(steps, dh);
    },
    'with-tfjs-only': function rnnBackward(
      p: RnnParams,
      xs: tf.Tensor3D,
      h0: tf.Tensor2D,
      states: tf.Tensor3D,
      dStates: tf.Tensor3D,
    ): RnnGradients {
      const T = xs.shape[1];
      const [x, h, d] = [xs, states, dStates].map((all) => tf.unstack(all, 1) as tf.Tensor2D[]);
      let dh: tf.Tensor2D = tf.zerosLike(h0);
      let [dwIh, dwHh, db] = [tf.zerosLike(p.wIh), tf.zerosLike(p.wHh), tf.zerosLike(p.b)];
      const dx: tf.Tensor2D[] = [];
      for (let t = T - 1; t >= 0; t--) {
        const [input = h0, own = h0, arriving = h0] = [x?.[t], h?.[t], d?.[t]];
        const da: tf.Tensor2D = tf.mul(tf.sub(1, tf.square(own)), tf.add(arriving, dh));
        dwIh = tf.add(dwIh, tf.matMul(input, da, true, false));
        dwHh = tf.add(dwHh, tf.matMul(h?.[t - 1] ?? h0, da, true, false));
        db = tf.add(db, tf.sum(da, 0));
        dx[t] = tf.matMul(da, p.wIh, false, true);
        dh = tf.matMul(da, p.wHh, false, true);
      }
      return { dwIh, dwHh, db, dxs: tf.stack(dx, 1) as tf.Tensor3D, dh0: dh };
    },
  },
};
