// node tools/setup/interruptions.mjs CLONE: proves on a fresh clone that set-up goes on after being
// killed anywhere. It kills set-up once in each of its long programs, then lets it finish, and
// looks at what stands.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readStamps } from './stamps.mjs';

/**
 * @typedef {object} Blow
 * @property {string} name
 * @property {RegExp} at the program at work
 * @property {string} [after] a step that must be stamped by then
 * @property {boolean} alone kills set-up only, so that the program stays behind at work
 */

/** @type {Blow[]} */
const blows = [
  { name: 'in npm ci', at: /^npm/, alone: false },
  { name: 'in npm ci, which runs on', at: /^npm/, alone: true },
  { name: 'in the making of .venv', at: /-m venv/, alone: false },
  { name: 'in pip install', at: /-m pip/, alone: false },
  { name: 'in pip install, which runs on', at: /-m pip/, alone: true },
  { name: "in the wheel's download", at: /-m pip/, after: 'jupyter', alone: false },
  { name: 'in unpacking the wheel', at: /unpack-wheel/, after: 'jupyter', alone: false },
  { name: 'in compiling', at: /^g\+\+/, after: 'jupyter', alone: false },
];

const laterMilliseconds = 700;
const steps = ['packages', 'node', 'jupyter', 'backend', 'build'];

const [, , clone = '.'] = process.argv;
const root = path.resolve(clone);
const entry = path.join(root, 'tools', 'setup', 'start.mjs');
let passed = 0;
let failed = 0;

for (const blow of blows) check(`killed ${blow.name}`, await strike(blow));
check('the next set-up finishes', (await finish()) === 0);
for (const step of steps) check(`${step} is stamped`, readStamps(root)[step] !== undefined);
check('the wheel is gone', !fs.existsSync(path.join(root, '.unroll', 'cache', 'tensorflow')));
const began = Date.now();
check('a second start succeeds', (await finish()) === 0);
check(`a second start takes seconds (${Date.now() - began} ms)`, Date.now() - began < 10_000);

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Starts set-up and kills it where the blow says.
 *
 * @param {Blow} blow
 * @returns {Promise<boolean>} whether it was struck there
 */
async function strike({ at, after, alone }) {
  const setUp = start();
  while (await Promise.race([setUp.done.then(() => false), pause(20).then(() => true)])) {
    if (!at.test(childAtWork())) continue;
    if (after !== undefined && readStamps(root)[after] === undefined) continue;
    await pause(laterMilliseconds);
    setUp.kill(alone);
    await setUp.done;
    return true;
  }
  return false;
}

function childAtWork() {
  try {
    /** @type {import('./lock.mjs').Holder} */
    const { child } = JSON.parse(fs.readFileSync(path.join(root, '.unroll', 'setup.lock'), 'utf8'));
    return child?.what ?? '';
  } catch {
    return '';
  }
}

async function finish() {
  const { done } = start();
  return done;
}

function start() {
  // A group of its own, so that a blow can take its programs along.
  const child = spawn(process.execPath, [entry, '--setup-only'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const done = new Promise((resolve) => {
    child.once('exit', (code) => {
      resolve(code ?? 137);
    });
  });
  const kill = (/** @type {boolean} */ alone) => {
    if (child.pid !== undefined) process.kill(alone ? child.pid : -child.pid, 'SIGKILL');
  };
  return { done: /** @type {Promise<number>} */ (done), kill };
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * @param {string} what
 * @param {boolean} isTrue
 */
function check(what, isTrue) {
  if (isTrue) passed++;
  else failed++;
  process.stdout.write(`${isTrue ? 'ok' : 'not ok'} - ${what}\n`);
}
