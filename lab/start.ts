import { useBackend, type Backend } from '../src/core/backend.js';
import { budget, shareOfDefault, type Budget } from './budget.js';
import { warmEngine } from './engine-link.js';
import { kernelLink } from './kernel-link.js';
import { setLessonHere } from './lesson-here.js';

const backends: Readonly<Record<Backend, string>> = {
  native: "TensorFlow's own library",
  wasm: 'WebAssembly',
  js: 'plain JavaScript',
};

const budgets: Readonly<Record<Budget, string>> = {
  quick: 'quick (seconds; models stay rough)',
  default: 'default (about a minute)',
  full: 'full (minutes; better models)',
};

/** Where the default is cut to what this backend does in its time. */
function smaller(): string {
  const share = shareOfDefault();
  if (share >= 1) return '';
  return `, cut to about ${(100 * share).toFixed(0)} % of its training steps for this backend; UNROLL_BUDGET=default takes all`;
}

/** How the steps of a training run. */
function steps(backend: Backend): string {
  if (backend !== 'native') return '';
  return process.env['UNROLL_JIT'] === 'off'
    ? ', operation by operation (UNROLL_JIT=off)'
    : ', long trainings as graphs (docs/jit.md)';
}

/**
 * A notebook's first cell: says which lesson this is, chooses what computes, and tells both.
 *
 * @param stem the lesson, such as `01-rnn`
 */
export async function start(stem: string): Promise<void> {
  setLessonHere(stem);
  const { name, reasons } = await useBackend();
  const lines = [
    `Lesson ${stem}. Computing with ${backends[name]} (${name})${steps(name)}. Budget: ${budgets[budget()]}${smaller()}.`,
    ...reasons.map((reason) => `  not ${reason}`),
    ...(name === 'native'
      ? []
      : [
          'For a faster backend: npm start -- --retry-backend; ./unroll doctor says what is missing.',
        ]),
  ];
  kernelLink().display({ 'text/plain': lines.join('\n') });
  warmEngine(stem);
}
