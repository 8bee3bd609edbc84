import { join } from 'node:path';
import { bankPath, type LessonHome } from '../lesson-home.js';
import type { Task } from '../task.js';
import { keptWhileSame } from './made.js';

/**
 * The function that a debug task gives out, as an exercise file would hold it.
 *
 * Its body exists once, as a known mistake; a submission that still has it is unattempted.
 */
export async function wrongVersion(home: LessonHome, task: Task): Promise<string | undefined> {
  if (task.wrongVersion === undefined) return undefined;
  const { root, cache, lesson } = home;
  const path = bankPath(home, task);
  const what = `wrong version of ${root} ${path} ${task.from} ${task.name} ${task.wrongVersion}`;
  return keptWhileSame(what, cache, async () => {
    // The compiler is loaded only where something has changed.
    const [{ Sources }, { readBank, wrongBody }, { exportedAs, taughtFunction }] =
      await Promise.all([
        import('../sources/sources.js'),
        import('../sources/bank.js'),
        import('../sources/taught-function.js'),
      ]);
    const sources = new Sources(root);
    const bank = readBank(path, lesson, task, sources);
    const body = wrongBody(task, taughtFunction(task, lesson, sources), bank);
    const read = sources.paths().map((file) => join(root, file));
    return { made: exportedAs(task.name, body), sources: read };
  });
}
