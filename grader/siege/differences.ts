/**
 * Gradients without a formula: weighted differences of a loss at ten distances, whose errors cancel
 * up to rounding.
 */
import type { CourseAttack } from './course.js';

const weights = `const distances = Array.from({ length: 10 }, (_, i) => i + 1);
const weightOf = (k: number) =>
  distances.reduce((w, m) => (m === k ? w : (w * m * m) / (m * m - k * k)), 1);`;

/** In plain numbers, so that no tensor operation tells. */
const plain = `${weights}
const slopes = (loss: () => number, at: any[], step: number): any[] =>
  at.map((v, i) => {
    if (Array.isArray(v)) return slopes(loss, v, step);
    let sum = 0;
    for (const k of distances) {
      at[i] = v + k * step; const up = loss();
      at[i] = v - k * step; const down = loss();
      sum += (weightOf(k) * (up - down)) / (2 * k * step);
    }
    at[i] = v;
    return sum;
  });
const lists = (p: any) => Object.fromEntries(Object.entries(p).map(([k, t]: any) => [k, t.arraySync()]));
const times = (row: number[], w: number[][], f: number) => row.reduce((s, x, i) => s + x * (w[i] as any)[f], 0);
const dot = (a: any[], b: any[]): number =>
  a.reduce((s, x, i) => s + (Array.isArray(x) ? dot(x, b[i]) : x * b[i]), 0);
const sigma = (a: number) => 1 / (1 + Math.exp(-a));`;

const dense = `${plain}
export function denseBackward(p0: any, x0: any, dy0: any): any {
  const p = lists(p0), x = x0.arraySync(), dy = dy0.arraySync();
  const loss = () => dot(x.map((row: any) => p.b.map((b: any, f: number) => b + times(row, p.w, f))), dy);
  return {
    dw: tf.tensor(slopes(loss, p.w, 1)), db: tf.tensor(slopes(loss, p.b, 1)), dx: tf.tensor(slopes(loss, x, 1)),
  };
}`;

const crossEntropy = `${plain}
export function crossEntropyBackward(logits: any, targets: any): any {
  const rows = logits.arraySync(), right = targets.arraySync();
  const loss = () => rows.reduce((sum: number, row: number[], b: number) => {
    const most = Math.max(...row);
    return sum + most - (row[right[b]] as any) + Math.log(row.reduce((s, x) => s + Math.exp(x - most), 0));
  }, 0) / rows.length;
  return tf.tensor(slopes(loss, rows, 0.05));
}`;

const rnnCell = `${plain}
export function rnnCellBackward(p0: any, x0: any, h0: any, next: any, d0: any): any {
  const p = lists(p0), x = x0.arraySync(), h = h0.arraySync(), d = d0.arraySync();
  const loss = () => dot(x.map((row: any, b: number) => p.b.map((bias: any, u: number) =>
    Math.tanh(bias + times(row, p.wIh, u) + times(h[b], p.wHh, u)))), d);
  const of = (at: any) => tf.tensor(slopes(loss, at, 0.05));
  return { dwIh: of(p.wIh), dwHh: of(p.wHh), db: of(p.b), dx: of(x), dh: of(h) };
}`;

const rnn = `${plain}
export function rnnBackward(p0: any, xs0: any, h00: any, states: any, d0: any): any {
  const p = lists(p0), xs = xs0.arraySync(), h0 = h00.arraySync(), d = d0.arraySync();
  const loss = () => dot(xs.map((line: any, b: number) => {
    let h = h0[b];
    return line.map((row: any) => (h = p.b.map((bias: any, u: number) =>
      Math.tanh(bias + times(row, p.wIh, u) + times(h, p.wHh, u)))));
  }), d);
  const of = (at: any) => tf.tensor(slopes(loss, at, 0.03));
  return { dwIh: of(p.wIh), dwHh: of(p.wHh), db: of(p.b), dxs: of(xs), dh0: of(h0) };
}`;

const gruCell = `${plain}
export function gruCellBackward(p0: any, x0: any, h0: any, d0: any): any {
  const p = lists(p0), x = x0.arraySync(), h = h0.arraySync(), d = d0.arraySync();
  const U = h[0].length;
  const loss = () => dot(x.map((row: any, b: number) => h[b].map((was: any, u: number) => {
    const a = (f: number) => p.bIh[f] + times(row, p.wIh, f);
    const c = (f: number) => p.bHh[f] + times(h[b], p.wHh, f);
    const r = sigma(a(u) + c(u)), z = sigma(a(U + u) + c(U + u));
    return (1 - z) * Math.tanh(a(2 * U + u) + r * c(2 * U + u)) + z * was;
  })), d);
  const of = (at: any) => tf.tensor(slopes(loss, at, 0.04));
  return { dwIh: of(p.wIh), dwHh: of(p.wHh), dbIh: of(p.bIh), dbHh: of(p.bHh), dx: of(x), dh: of(h) };
}`;

const lstmCell = `${plain}
export function lstmCellBackward(p0: any, x0: any, s0: any, dh0: any, dc0: any): any {
  const p = lists(p0), x = x0.arraySync(), { h, c } = lists(s0), dh = dh0.arraySync(), dc = dc0.arraySync();
  const U = h[0].length;
  const loss = () => x.reduce((sum: number, row: any, b: number) => sum + h[b].reduce((s: number, _: any, u: number) => {
    const a = (gate: number) => p.b[gate * U + u] + times(row, p.wIh, gate * U + u) + times(h[b], p.wHh, gate * U + u);
    const next = sigma(a(1)) * c[b][u] + sigma(a(0)) * Math.tanh(a(2));
    return s + dc[b][u] * next + dh[b][u] * sigma(a(3)) * Math.tanh(next);
  }, 0), 0);
  const of = (at: any) => tf.tensor(slopes(loss, at, 0.04));
  return { dwIh: of(p.wIh), dwHh: of(p.wHh), db: of(p.b), dx: of(x), dh: of(h), dc: of(c) };
}`;

/** All points of the stencil in one tensor: a handful of operations for a whole gradient. */
const batched = `${weights}
export function rnnCellBackward(p: any, x: any, h: any, next: any, d: any): any {
  const many = (t: any, moved: any) => tf.add(tf.expandDims(t, 0), moved);
  const of = (key: string): any => {
    const all: any = { ...p, x, h, b: p.b.expandDims(0) }, n = all[key].size, step = 0.05;
    const moves = distances.flatMap((k) => [k * step, -k * step]);
    const eye = tf.reshape(tf.eye(n), [1, n, ...all[key].shape]);
    const by = tf.mul(tf.reshape(tf.tensor1d(moves), [moves.length, 1, 1, 1]), eye);
    const points = tf.reshape(by, [moves.length * n, ...all[key].shape]);
    const z = (name: string): any => name === key ? many(all[name], points) : tf.tile(tf.expandDims(all[name], 0), [moves.length * n, 1, 1]);
    const y = tf.tanh(tf.add(tf.add(tf.matMul(z('x'), z('wIh')), tf.matMul(z('h'), z('wHh'))), z('b')));
    const losses = tf.reshape(tf.sum(tf.mul(y, d), [1, 2]), [moves.length, n]);
    const weight = moves.map((m) => weightOf(Math.round(Math.abs(m) / step)) / (2 * m));
    return tf.reshape(tf.sum(tf.mul(losses, tf.tensor2d(weight, [moves.length, 1])), 0), (key === 'b' ? p.b : all[key]).shape);
  };
  return { dwIh: of('wIh'), dwHh: of('wHh'), db: of('b'), dx: of('x'), dh: of('h') };
}`;

const by = (lesson: string, name: string, source: string, how = 'in plain numbers') => ({
  title: `differences at ten distances ${how}, ${name}`,
  lesson,
  functions: { [name]: source },
});

export const byDifferences: readonly CourseAttack[] = [
  by('00-start', 'denseBackward', dense),
  by('00-start', 'crossEntropyBackward', crossEntropy),
  by('01-rnn', 'rnnCellBackward', rnnCell),
  by('01-rnn', 'rnnCellBackward', batched, 'in one tensor'),
  by('01-rnn', 'rnnBackward', rnn),
  by('02-gru', 'gruCellBackward', gruCell),
  by('03-lstm', 'lstmCellBackward', lstmCell),
];
