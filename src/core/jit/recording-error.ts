import { relative } from 'node:path';
import { wrongInput } from '../errors.js';
import { projectRoot } from '../files.js';

/** A function cannot be recorded as a graph: the graph would answer something else than it does. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Where a call comes from, as its stack says. */
interface Caller {
  /** ` at src/layers/rnn.ts:12`, or nothing where no code of the caller's stands on the stack. */
  readonly at: string;
  /** The method of a tensor that it called, such as dataSync. */
  readonly method: string;
}

const FRAMES = 60;
const place = /(?:at |\()(?:file:\/\/)?([^(]+):(\d+):\d+\)?$/;
const inside = /node_modules|node:|[/\\]src[/\\]core[/\\](?!.*\.test\.)/;

/** The nearest line that is neither of this library's core nor of another library. */
function caller(): Caller {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const frames = (new Error().stack ?? '').split('\n').filter((frame) => place.test(frame));
  Error.stackTraceLimit = stackTraceLimit;
  const own = frames.findIndex((frame) => !inside.test(frame));
  const [, file = '', line = ''] = place.exec(frames[own] ?? '') ?? [];
  return {
    at: file === '' ? '' : ` at ${relative(projectRoot(), file)}:${line}`,
    method: /Tensor\.(\w+)/.exec(frames[own - 1] ?? '')?.[1] ?? 'an operation',
  };
}

/** The texts of a RecordingError; each names the line that is being run. */
export const refusal = {
  read() {
    const { at, method } = caller();
    return refused(
      'a function that computes with tensors alone',
      `the values of a tensor, read by ${method}${at}`,
      'Compute with the tensor instead, or read it before the call.',
    );
  },
  outside(shape: readonly number[]) {
    return refused(
      'tensors that it is given or makes',
      `one of shape [${shape.join(', ')}] from outside${caller().at}`,
      'Pass it as an argument.',
    );
  },
  assigned() {
    return refused(
      'a function that changes nothing',
      `a variable that it assigns${caller().at}`,
      'Return the new value.',
    );
  },
  operation(name: string) {
    return refused(
      'operations on numbers, whose results have shapes that follow from those of their inputs',
      `${name}${caller().at}`,
      'Compute it outside and pass it as an argument.',
    );
  },
  graph(message: string) {
    return refused(
      'operations that name the types of all their inputs, as a graph needs',
      `what TensorFlow says of it: ${message.replaceAll(/\s+/g, ' ').trim()}`,
      'Compute it outside and pass it as an argument.',
    );
  },
  number() {
    return refused(
      'the same numbers in every call',
      `a number that JavaScript drew or counted, used${caller().at}`,
      'Draw or count outside and pass it as a tensor.',
    );
  },
  otherOperation(name: string) {
    return refused(
      'the same operations in every call',
      `${name}, where the call before ran another,${caller().at}`,
      'Take out what remembers earlier calls or draws.',
    );
  },
  otherResults() {
    return refused(
      'as many results in every call',
      'another number',
      'Take out what remembers earlier calls or draws.',
    );
  },
};

const refused = (expected: string, received: string, remedy: string) =>
  new RecordingError(wrongInput('jit f', expected, received, remedy));
