import { SetupError } from './errors.mjs';
import { readStamps, writeStamp } from './stamps.mjs';

/** @typedef {import('./stamps.mjs').Facts} Facts */

/**
 * @typedef {object} Context
 * @property {string} root the clone
 * @property {import('./report.mjs').Report} report
 * @property {import('./lock.mjs').Lock} lock
 * @property {NodeJS.ProcessEnv} env what the programs of set-up run with
 */

/**
 * One step of set-up. It is done when a stamp with its key exists and a quick look finds no flaw;
 * the stamp is written after the step has proved itself, so whatever an interruption leaves behind
 * is made anew.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: Context) => string} key hash of all that the result depends on
 * @property {(context: Context, facts: Facts) => string | undefined} flaw what is wrong with what
 *   the stamp promises
 * @property {(context: Context) => Promise<Facts>} make makes and proves
 * @property {(facts: Facts) => string} tell the choice made, in one line
 */

/**
 * Makes a step unless it is done.
 *
 * @param {Context} context
 * @param {Step} step
 * @returns {Promise<Facts>}
 */
export async function ensureStep(context, step) {
  const { root, report } = context;
  report.begin(step.name);
  const stamp = readStamps(root)[step.name];
  const key = step.key(context);
  if (stamp !== undefined && stamp.key === key && step.flaw(context, stamp.facts) === undefined) {
    report.kept(step.tell(stamp.facts));
    return stamp.facts;
  }
  writeStamp(root, step.name, undefined);
  const facts = await step.make(context);
  writeStamp(root, step.name, { key: step.key(context), facts });
  report.done(step.tell(facts));
  return facts;
}

/**
 * The same for a step that the rest can do without: its failure is told and returned, and set-up
 * goes on.
 *
 * @param {Context} context
 * @param {Step} step
 * @returns {Promise<Facts | SetupError>}
 */
export async function tryStep(context, step) {
  try {
    return await ensureStep(context, step);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    context.report.failed(error.message);
    return error;
  }
}
