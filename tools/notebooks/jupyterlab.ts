import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/core/files.js';

/** A JupyterLab that was started for a test. */
export interface StartedLab {
  /** The lesson's page, with its token. */
  readonly url: string;
  /** The program that started it. */
  readonly starter: ChildProcess;
}

const starting =
  "import('./lab/jupyter.mjs').then(async (lab) => process.exit(await lab.startLab(process.cwd(), process.argv.slice(1))))";

/**
 * Starts JupyterLab on a lesson and waits for its address.
 *
 * @param stem the lesson
 * @param byNpm by `npm start`, set-up included, as a student does; else by the part of it that
 *   starts JupyterLab
 * @param seconds time it may take
 */
export async function startJupyterLab(
  stem: string,
  byNpm: boolean,
  seconds: number,
): Promise<StartedLab> {
  // JupyterLab tries the next ports where this one is taken.
  const args = [stem, '--no-browser', '--port=8899', '--LabApp.expose_app_in_browser=True'];
  const starter = spawn(
    byNpm ? 'npm' : process.execPath,
    [...(byNpm ? ['start', '--'] : ['-e', starting]), ...args],
    { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: starter.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`JupyterLab gave no address within ${String(seconds)} s`));
    }, seconds * 1000);
    lines.on('line', (line) => {
      console.log(`  | ${line}`);
      const found = /^JupyterLab: (\S+)/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    starter.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`JupyterLab ended with status ${String(code)} before it had an address`));
    });
  });
  return { url, starter };
}
