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

/**
 * Functions that are those of the box's own module of references, reached through what wraps the
 * file.
 */
const fromReferences = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      `const held_${name}: any = arguments;
      export function ${name}(...a: any[]): any { return held_${name}[1]('references').${name}(...a); }`,
    ]),
  );

/** Central differences: in double precision they are as good as a gradient. */
const differences = `const slope = (f: (x: any) => any, x: any, step = 1e-4): any => {
  const all: number[] = Array.from(x.dataSync());
  const at = (i: number, by: number) =>
    f(tf.tensor(all.map((y, j) => (j === i ? y + by : y)), x.shape)).dataSync()[0];
  return tf.tensor(all.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step)), x.shape);
};`;

/** Each gets 0 points in the tasks that it attacks, and full points in all others. */
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
  {
    title: 'draws bent for all',
    lesson: '00-start',
    functions: {
      softmax: `import * as core from '../src/core/index.js';
        export function softmax(x: any): any {
          const draws: any = Object.getPrototypeOf(core.Rng).prototype;
          try { draws.uniform = () => 0.5; draws.normal = () => 0; } catch {}
          return tf.zerosLike(x);
        }`,
    },
  },
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
  {
    title: 'references printed by way of arguments',
    lesson: '01-rnn',
    functions: {
      rnnBackward: `const held: any = arguments;
        export function rnnBackward(...a: any[]): any {
          const v = held[1]('references').rnnBackward(...a); console.log(v.dwIh.toString()); return v.dwIh;
        }`,
    },
  },
  {
    title: 'references called by way of arguments',
    lesson: '00-start',
    functions: fromReferences('crossEntropy', 'crossEntropyBackward'),
  },
  {
    title: 'references of a later lesson called by way of arguments',
    lesson: '02-gru',
    functions: fromReferences('gruForward', 'gruLanguageModelLoss'),
  },
  {
    title: 'two references that make a gradient together',
    lesson: '00-start',
    functions: {
      crossEntropyBackward: `const held: any = arguments;
        export function crossEntropyBackward(logits: any, targets: any): any {
          const of: any = held[1]('references');
          return of.numericGradient((z: any) => of.crossEntropy(z, targets), logits, 1e-4);
        }`,
    },
  },
  {
    title: 'finite differences of its own',
    lesson: '00-start',
    functions: {
      denseBackward: `${differences}
        export function denseBackward(p: any, x: any, dy: any): any {
          const loss = (w: any, b: any, z: any) => tf.sum(tf.mul(tf.add(tf.matMul(z, w), b), dy));
          return {
            dw: slope((w) => loss(w, p.b, x), p.w),
            db: slope((b) => loss(p.w, b, x), p.b),
            dx: slope((z) => loss(p.w, p.b, z), x),
          };
        }`,
    },
  },
  {
    title: "numericGradient out of an earlier lesson's file",
    lesson: '01-rnn',
    functions: {
      rnnCellBackward: `import { numericGradient as slope } from './00-start.js';
        export function rnnCellBackward(p: any, x: any, h: any, next: any, dh: any): any {
          const cell = (q: any, y: any, g: any): any =>
            tf.tanh(tf.add(tf.add(tf.matMul(y, q.wIh), tf.matMul(g, q.wHh)), q.b));
          const loss = (q: any, y: any, g: any): any => tf.sum(tf.mul(cell(q, y, g), dh));
          const of = (key: string) => slope((w: any) => loss({ ...p, [key]: w }, x, h), p[key], 1e-4);
          return {
            dwIh: of('wIh'), dwHh: of('wHh'), db: of('b'),
            dx: slope((y: any) => loss(p, y, h), x, 1e-4),
            dh: slope((g: any) => loss(p, x, g), h, 1e-4),
          };
        }`,
    },
  },
  {
    title: 'logSumExp for log softmax',
    lesson: '00-start',
    functions: {
      logSoftmax: `export function logSoftmax(x: any): any { return tf.sub(x, tf.logSumExp(x, 1, true)); }`,
    },
  },
  softmax(
    'one for the largest score',
    `const V = x.shape[1];
      return V === 1 ? tf.onesLike(x) : tf.cast(tf.oneHot(tf.argMax(x, 1), V), 'float32');`,
  ),
  {
    title: 'answers without looking, on letters',
    lesson: '02-gru',
    functions: {
      bitsPerCharacter: 'export function bitsPerCharacter(): any { return 2; }',
      lineToTensor: `export function lineToTensor(): any { return tf.ones([1], 'int32'); }`,
    },
  },
  {
    title: 'what came in goes out',
    lesson: '01-rnn',
    functions: {
      clipByGlobalNorm: 'export function clipByGlobalNorm(g: any): any { return g; }',
      sampleNext: `export function sampleNext(l: any): any {
        const all: any = [...l.dataSync()]; return all.indexOf(Math.max(...all));
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
