/** Attacks on the course's own lessons, for one batch with honest files beside them. */

/** One submission: the answer key of a lesson with these functions in place of its own. */
export interface CourseAttack {
  readonly title: string;
  readonly lesson: string;
  /** By the name of the function that each takes the place of. */
  readonly functions: Readonly<Record<string, string>>;
}

const softmax = (title: string, body: string): CourseAttack => ({
  title,
  lesson: '00-start',
  functions: { softmax: `export function softmax(x: any): any {\n${body}\n}` },
});

/** All of them get 0 points in the tasks that they attack, and full points in all others. */
export const courseAttacks: readonly CourseAttack[] = [
  softmax('a key of sixteen megabytes', `return { ['\\u0001'.repeat(16_000_000)]: 1 };`),
  softmax('the clock of the machine', `console.log((tf.util as any).now()); return x;`),
  softmax('the paths of the machine', `console.log(new Error('s').stack); return x;`),
  softmax('sixty-three levels', `let a: any = 0; for (let i = 0; i < 63; i++) a = [a]; return a;`),
  softmax(
    'an iterator of its own',
    `const y: any = tf.zerosLike(x);
    Object.defineProperty(y.dataSync(), Symbol.iterator, { value: function* () { yield 1; } });
    return y;`,
  ),
  softmax(
    'an input overwritten in secret',
    `const before = Array.from(x.dataSync());
    Object.defineProperty(x.dataSync(), Symbol.iterator, { value: function* () { yield* before; } });
    x.dataSync().fill(7); return tf.zerosLike(x);`,
  ),
  softmax('a Proxy thrown', `throw new Proxy({}, { getPrototypeOf() { throw 1; } });`),
  softmax(
    'draws bent for all',
    `const draws: any = Object.getPrototypeOf(Object.getPrototypeOf(tf.util)) ?? {};
    draws.uniform = () => 0.5; return tf.zerosLike(x);`,
  ),
  {
    title: 'a percentage as an oracle',
    lesson: '00-start',
    functions: {
      crossEntropy: `export function crossEntropy(): any { return tf.scalar(-1e13); }`,
    },
  },
  {
    title: 'shapes of stand-ins',
    lesson: '00-start',
    functions: {
      numericGradient: `export function numericGradient(f: any, x: any): any {
        const y: any = tf.clone(x); let a: any = 0; for (let i = 0; i < 70; i++) a = [a];
        y.shape = [a]; try { f(y); } catch {} return tf.clone(x);
      }`,
    },
  },
  {
    title: 'a law walked along a hundred million rows',
    lesson: '01-rnn',
    functions: {
      rnnForward: `export function rnnForward(p: any, xs: any, h0: any): any {
        if (xs.shape[1] === 7 && h0.shape[1] === 3) {
          const y: any = tf.tensor([], [0]); y.shape = [120_000_000, 7, 0]; return y;
        }
        let h = h0; const hs: any[] = [];
        for (const x of unstack(xs, 1)) { h = rnnCell(p, x as any, h); hs.push(h); }
        return stack(hs, 1);
      }`,
    },
  },
];

/** Right in every call, and slow in each: it keeps its points as long as it keeps to the limits. */
export const slowAndRight = softmax(
  'right and slow',
  `const end = tf.util.now() + 1000; for (let i = 0; i < 2e8 && tf.util.now() < end; i++);
  const e = tf.exp(tf.sub(x, tf.max(x, 1, true))); return tf.div(e, tf.sum(e, 1, true));`,
);
