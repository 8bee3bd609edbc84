/** Stacks and texts of functions as a submission sees them: its own, and nothing of the box. */
import type { Position } from '../protocol.js';

/** The name under which a submission's code runs, by which its lines are found in a stack. */
export const positionFile = 'unroll:submission';

/** The same for our own code. */
export const trustedFile = 'unroll:trusted';

/** One call under way: what runs, and where. */
interface Frame {
  readonly name: string;
  readonly own: boolean;
  readonly position: Position;
}

let frames: Frame[] | undefined;

/**
 * Leaves only the submission's own lines in `stack`: others would name the machine's folders and
 * the functions that called.
 */
export function cutStacks(): void {
  // tfjs calls deep: the line of the submission must still be among the frames.
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (error, sites) => {
    if (frames !== undefined) frames = sites.map(frameOf);
    const own = sites.filter((site) => site.getFileName() === positionFile);
    return [titleOf(error), ...own.map(lineOf)].join('\n');
  };
}

function lineOf(site: NodeJS.CallSite): string {
  const { name, position } = frameOf(site);
  return `    at ${name || 'line'} (${positionFile}:${String(position.line)}:${String(position.column)})`;
}

function frameOf(site: NodeJS.CallSite): Frame {
  return {
    name: site.getFunctionName() ?? '',
    own: site.getFileName() === positionFile,
    position: { line: site.getLineNumber() ?? 0, column: site.getColumnNumber() ?? 0 },
  };
}

function titleOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** The calls under way, the innermost first. */
export function callsUnderWay(): readonly Frame[] {
  frames = [];
  const reading = new Error().stack;
  const found = reading === undefined ? [] : frames;
  frames = undefined;
  return found;
}

/** Where the innermost line of the submission is. */
export function positionIn(stack: string | undefined): { position?: Position } {
  const match = new RegExp(`${positionFile}:(\\d+):(\\d+)`).exec(stack ?? '');
  if (match === null) return {};
  return { position: { line: Number(match[1]), column: Number(match[2]) } };
}

let submitted = '';

/** Tells the submission's code, whose functions may show their text. */
export function showTextOf(code: string): void {
  submitted = code;
}

/** Makes `toString` of a function show text that the submission itself holds, and no other. */
export function hideFunctionTexts(): void {
  const home: { toString: (this: unknown) => string } = Function.prototype;
  const textOf = Reflect.get(home, 'toString');
  home.toString = function toString(this: unknown): string {
    const text = Reflect.apply(textOf, this, []);
    return submitted.includes(text) ? text : 'function () { [native code] }';
  };
}
