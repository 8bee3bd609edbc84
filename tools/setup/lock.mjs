import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';

/** @typedef {{ pid: number, child?: { pid: number, what: string } | undefined }} Holder */

const waitSeconds = 600;

/**
 * One set-up at a time in a clone. A set-up that was killed leaves its lock behind, and perhaps a
 * child at work (npm, pip): the next one waits until that child has ended, since two of them in one
 * folder break each other.
 */
export class Lock {
  /** @param {string} file */
  constructor(file) {
    this.file = file;
  }

  /** @param {(text: string) => void} say */
  async take(say) {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    for (let waited = 0; waited < waitSeconds; waited++) {
      if (this.#create()) return;
      const busy = busyWith(read(this.file));
      if (busy === undefined) fs.rmSync(this.file, { force: true });
      else {
        say(`waiting for ${busy}`);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
    const busy = busyWith(read(this.file)) ?? 'another set-up';
    throw new SetupError(
      `set-up: expected to be alone in this clone within ${waitSeconds} s, received ${busy} still at work. Stop that process, then try again.`,
    );
  }

  /** @param {{ pid: number, what: string } | undefined} child a program at work for this set-up */
  note(child) {
    fs.writeFileSync(this.file, JSON.stringify({ pid: process.pid, child }));
  }

  release() {
    fs.rmSync(this.file, { force: true });
  }

  #create() {
    try {
      fs.writeFileSync(this.file, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  }
}

/**
 * Who keeps a lock's holder busy, in words, or undefined when nobody does.
 *
 * @param {Holder | undefined} holder
 */
export function busyWith(holder) {
  if (holder === undefined) return undefined;
  if (holder.pid !== process.pid && lives(holder.pid))
    return `another set-up (process ${holder.pid})`;
  if (holder.child !== undefined && lives(holder.child.pid)) {
    return `${holder.child.what} of an interrupted set-up (process ${holder.child.pid})`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Holder | undefined}
 */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !isZombie(pid);
}

/** @param {number} pid */
function isZombie(pid) {
  try {
    return /\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
