import type { Failure } from '../outcome.js';
import type { Status } from '../verdict.js';
import { short } from '../short.js';
import { withoutPaths } from '../without-paths.js';
import { thrownHabit } from './habits.js';

/** The status of a task whose function did not answer. */
export function statusOf({ kind }: Failure): Status {
  switch (kind) {
    case 'threw':
    case 'missing':
      return 'error';
    case 'forbidden':
    case 'promised':
    case 'unreadable':
      return 'failed';
    default:
      return kind;
  }
}

const atLine = (line: number | undefined) => (line === undefined ? '' : ` at line ${String(line)}`);

const seconds = (milliseconds: number) => `${String(milliseconds / 1000)} s`;

/** What was asked and why no answer came, with what to do about it. */
export function failureText(checked: string, failure: Failure): string {
  switch (failure.kind) {
    case 'unattempted':
      return 'Not written yet.';
    case 'missing':
      return 'The file exports no function of this name. Put the stub back and write its body.';
    case 'threw':
      return failure.backward === true
        ? `${checked}: the function returned, but the gradient through it failed${atLine(failure.line)}: ${failure.message}.\n${noGradientRemedy}`
        : `${checked}: ${failure.name}${atLine(failure.line)}: ${failure.message}\n${threwRemedy(failure)}`;
    case 'forbidden':
      return forbiddenText(failure.what, failure.line);
    case 'promised':
      return `${checked}: expected the answer itself, received a promise of it. Take 'async' and 'await' away; where you await data(), dataSync() reads a tensor at once.`;
    case 'unreadable':
      return `${checked}: ${failure.reason.replace(/\.$/, '')}. Return what the docstring names.`;
    case 'timeout':
      if (failure.inAll === true)
        return `${checked}: all calls so far took more than ${seconds(failure.milliseconds)}${failure.of === 'cpu' ? ' of computing' : ''} together. Make each call faster.`;
      return failure.of === 'cpu'
        ? `${checked}: no answer within ${seconds(failure.milliseconds)} of computing. Look for a loop that does not end.`
        : `${checked}: no answer within ${seconds(failure.milliseconds)}. Look for an await that nothing settles, or a loop that does not end.`;
    case 'out-of-memory':
      return `${checked}: more than ${String(failure.megabytes)} MB were taken. Look for a list or tensor that grows without end.`;
    case 'killed':
      return `${checked}: ${failure.reason}. A function returns its answer and leaves the process alone.`;
    case 'infra-error':
      return infraText(failure.reason);
  }
}

const noGradientRemedy =
  'Use operations that have a gradient: multiply by a mask in place of choosing between two values.';

function threwRemedy({ name, message, line }: Failure & { readonly kind: 'threw' }): string {
  if (name === 'ReferenceError') return 'Check its spelling, and that it is imported or declared.';
  if (message.startsWith('Maximum call stack'))
    return 'Look for a function that calls itself without end.';
  const habit = thrownHabit(message);
  if (habit !== undefined) return habit;
  const where = line === undefined ? 'what it calls' : 'that line';
  return `The function threw before it returned: look at ${where} first, and print what goes in with console.log.`;
}

/**
 * The machine's or the grader's fault, and so never a mark. Students read it: where things lie on
 * the machine is left out.
 */
export function infraText(reason: string): string {
  return `This could not be graded, and that is not your code's fault: ${short(withoutPaths(reason), 500)}. Run it again; if it stays, run ./unroll doctor.`;
}

/** A way that the task does not allow. */
export function forbiddenText(what: string, line?: number): string {
  const where = line === undefined ? '' : `Line ${String(line)}: `;
  return `${where}${what} may not be used in this task. Build what it does from simpler operations.`;
}

/** The function wrote into its own arguments. */
export function inputsChanged(checked: string, argument: string): string {
  return `${checked}: the argument ${argument} was changed by the call. Make a new one: the caller still needs the old one.`;
}

/** Two equal calls, two answers. */
export function notTheSameTwice(checked: string): string {
  return `${checked}: the same call gave another answer the second time. Keep nothing between calls, and draw no random numbers: chance comes in as an argument.`;
}
