/** Submissions that look for right answers in their own box. */
import { beforeAll, describe, expect, it } from 'vitest';
import { builtBox, withBox } from '../box/testing/boxes.js';
import { gradeSubmission } from '../grade.js';
import { answersWith, testHome } from '../testing/lesson-home.js';

beforeAll(builtBox);

/** The verdict on a task whose function is replaced by other code. */
async function verdictOn(name: string, code: string) {
  const text = answersWith(new RegExp(`^export function ${name}\\b[^]*?\\n}\\n`, 'm'), code);
  const { tasks } = await gradeSubmission({ path: 'a.ts', text }, testHome(), { tasks: [name] });
  return tasks[0];
}

describe('a reference of the graded task', () => {
  it.each([
    ['by the box’s own require', `(arguments as any)[1]('references').expectation(x, v)`],
    [
      'among the arguments',
      `[...arguments].flatMap(Object.values).find((f: any) => f.length === 2)(x, v)`,
    ],
    ['in what it builds on', `(softmax as any).expectation(x, v)`],
    ['by the name of a module', `(require as any)('references').expectation(x, v)`],
    ['in the global object', `(globalThis as any).expectation(x, v)`],
    ['in the exports', `(exports as any).expectation(x, v)`],
    ['through the caller', `(softmax as any).caller(x, v)`],
  ])('is not found %s', async (_, way) => {
    const verdict = await verdictOn(
      'expectation',
      `export const expectation: any = (x: any, v: any) => ${way};`,
    );
    expect(verdict).toMatchObject({ points: 0 });
    expect(verdict?.status).not.toBe('infra-error');
  });
});

describe('what a submission prints', () => {
  const printed = async (name: string, expression: string) => {
    const code = `export const ${name}: any = (x: any) => { console.log(${expression}); return x; };`;
    return (await verdictOn(name, code))?.output ?? '';
  };

  it('names no folder of the machine and no function that called', async () => {
    const thrown = `(() => { try { tf.matMul(x, 1 as any); } catch (e) { return e.stack; } })()`;
    const captured = `(() => { const o: any = {}; Error.captureStackTrace(o); return o.stack; })()`;
    for (const stack of ['new Error("s").stack', thrown, captured]) {
      const output = await printed('softmax', stack);
      const frames = output.split('\n').filter((line) => line.startsWith('    at '));
      expect(frames.length).toBeGreaterThan(0);
      for (const line of frames) expect(line).toMatch(/^ {4}at \w+ \(unroll:submission:\d+:\d+\)$/);
      expect(output).not.toMatch(/\/|file:|node:/);
    }
  });

  it('shows the text of its own functions and of no others', async () => {
    const texts = ['softmax', 'tf.matMul', 'console.log', 'softmax.toString'];
    const output = await printed(
      'expectation',
      `${texts.map((f) => `String(${f})`).join()}, expectation.toString()`,
    );
    expect(output).not.toMatch(/e = |exp\(|return (?!x;)/);
    expect(output).toContain('return x;');
    expect(output).toContain('[native code]');
  });

  it('holds no time of day', async () => {
    const clocks = [
      'tf.util.now()',
      'performance.now()',
      'Date.now()',
      'typeof Intl.DateTimeFormat',
    ];
    const code = `exports.f = async () => { const { wallMs } = await tf.time(() => tf.ones([300, 300]).matMul(tf.ones([300, 300])));
      return [${clocks.join()}, wallMs]; };`;
    const twice = () => withBox(code, (box) => box.call({}));
    const first = await twice();
    expect(first).toMatchObject({ kind: 'value' });
    expect(await twice()).toEqual(first);
  });
});
