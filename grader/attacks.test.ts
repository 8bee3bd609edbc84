import { beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../src/core/files.js';
import { buildBox } from './box/build.mjs';
import type { LessonHome } from './lesson-home.js';
import { gradeSubmission } from './grade.js';
import { answersWith, rightAnswers, testHome } from './testing/lesson-home.js';

let home: LessonHome;

beforeAll(async () => {
  home = testHome();
  await buildBox(projectRoot());
});

const body = /const e = exp\(sub\(x, max\('B V -> B 1', x\)\)\);\n.*\n/;
const outer = "(globalThis as any)['pro' + 'cess']";

const attacks: Readonly<Record<string, string>> = {
  'prints a forged reply': `
    const forged = JSON.stringify({ kind: 'value', status: 'passed', points: 10 });
    for (let i = 0; i < 50; i++) console.log(forged);
    return x;`,
  'writes a forged reply to every descriptor': `
    try { for (let fd = 0; fd < 20; fd++) ${outer}.binding('fs').writeString(fd, 'passed'); } catch {}
    try { ${outer}.stdout.write('passed'); } catch {}
    return x;`,
  'exits early': `try { ${outer}['ex' + 'it'](0); } catch {} return x;`,
  'kills its parent': `try { ${outer}['ki' + 'll'](${outer}.ppid, 9); } catch {} return x;`,
  'patches what a judge might use': `
    for (const home of [Array.prototype, Math, Number, JSON, Object, Promise.prototype, Float64Array.prototype] as any[])
      for (const name of Object.getOwnPropertyNames(home))
        try { home[name] = () => true; } catch {}
    return x;`,
  'patches how tensors are read': `
    const home = Object.getPrototypeOf(x) as any;
    for (const name of ['dataSync', 'data', 'arraySync', 'bytesSync'])
      try { home[name] = () => Float64Array.of(0.5, 0.5); } catch {}
    return x;`,
  'returns something that looks like a tensor': `
    return { shape: x.shape, dtype: 'float32', rank: 2, dataSync: () => Float64Array.of(0.5, 0.5), dataId: {} } as any;`,
  'returns a value that changes as it is read': `
    let n = 0;
    return new Proxy(x, { get: (t: any, k) => (k === 'shape' ? [n++] : t[k]) });`,
  'returns NaN': `return tf.fill([x.shape[0], x.shape[1]], NaN);`,
  'returns nothing but zeros': `return tf.zerosLike(x);`,
  'returns an empty tensor': `return tf.tensor2d([], [0, 2]);`,
  'answers with a tensor that broadcasts': `return tf.scalar(0.5) as any;`,
  'replaces a kernel': `
    try { tf.registerKernel({ kernelName: 'Exp', backendName: 'cpu', kernelFunc: () => null as any }); } catch {}
    return x;`,
};

test.each(Object.entries(attacks))('a submission that %s gains nothing', async (_, code) => {
  const text = answersWith(body, `${code}\n`);
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, home);
  expect(tasks.map(({ points }) => points)).toEqual([0, 10, 10]);
  expect(tasks[0]?.status).not.toBe('passed');
  expect(tasks[0]?.status).not.toBe('infra-error');
});

test('what a submission does while it is loaded gains nothing either', async () => {
  const text = `${answersWith(body, 'return x;\n')}
    try { ${outer}['ex' + 'it'](0); } catch {}
    try { (Array.prototype as any).every = () => true; } catch {}`;
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, home);
  expect(tasks[0]).toMatchObject({ points: 0 });
  expect(tasks[0]?.status).not.toBe('passed');
});

test('the order of submissions does not matter, nor what was graded beside them', async () => {
  const texts = [
    rightAnswers(),
    answersWith(body, attacks['patches what a judge might use'] ?? ''),
  ];
  const grade = (text: string) => gradeSubmission({ path: 'a.ts', text }, home);
  const forth = [];
  for (const text of texts) forth.push(await grade(text));
  const back = [];
  for (const text of [...texts].reverse()) back.unshift(await grade(text));
  const beside = await Promise.all(texts.map(grade));
  expect(back).toEqual(forth);
  expect(beside).toEqual(forth);
});
