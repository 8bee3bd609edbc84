import { spawn } from 'node:child_process';

/**
 * @typedef {object} Outcome
 * @property {number} status exit status, or 128 + signal, or 127 when the program is not there
 * @property {string} output the end of what it printed on both streams
 * @property {boolean} stopped whether its time ran out
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [seconds] its time limit
 * @property {(line: string) => void} [online] called for each line it prints
 * @property {(child: { pid: number, what: string } | undefined) => void} [note] told of the child
 *   while it runs
 * @property {boolean} [group] a process group of its own, so that a stop reaches its children too
 */

const keptCharacters = 20_000;

/** @type {Set<() => void>} */
const running = new Set();

/** Stops every program that `runProgram` has at work. */
export function stopPrograms() {
  for (const stop of running) stop();
}

/**
 * Runs a program quietly and keeps the end of its output.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome> & { stop: () => void }}
 */
export function runProgram(program, args, options = {}) {
  const group = options.group === true && process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && program.endsWith('.cmd'),
    detached: group,
    windowsHide: true,
  });
  const stop = () => {
    if (group && child.pid !== undefined) killGroup(child.pid);
    else child.kill('SIGKILL');
  };
  running.add(stop);
  const ended = new Promise((resolve) => {
    let output = '';
    let stopped = false;
    const timer = setTimeout(
      () => {
        stopped = true;
        stop();
      },
      (options.seconds ?? 3600) * 1000,
    );
    if (child.pid !== undefined) options.note?.({ pid: child.pid, what: nameOf(program, args) });
    const take = (/** @type {Buffer} */ chunk) => {
      const text = chunk.toString();
      output = (output + text).slice(-keptCharacters);
      for (const line of text.split('\n')) if (line !== '') options.online?.(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const finish = (/** @type {number} */ status) => {
      clearTimeout(timer);
      running.delete(stop);
      options.note?.(undefined);
      resolve({ status, output, stopped });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code, signal) => {
      finish(code ?? (signal === null ? 1 : 137));
    });
  });
  return Object.assign(/** @type {Promise<Outcome>} */ (ended), { stop });
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function nameOf(program, args) {
  return [program.split(/[\\/]/).pop(), ...args.slice(0, 2)].join(' ').slice(0, 60);
}

/**
 * The last lines of a program's output.
 *
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 6) {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs a program in the student's own terminal and returns its exit status. What ends this process
 * ends that one.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function handOver(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    // The terminal sends Ctrl-C to both; this one waits for the other's own way to end.
    for (const signal of signals) {
      process.on(signal, () => {
        if (signal !== 'SIGINT') child.kill(signal);
      });
    }
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(2);
    });
    child.on('close', (code, signal) => {
      resolve(code ?? (signal === 'SIGINT' ? 130 : 137));
    });
  });
}
