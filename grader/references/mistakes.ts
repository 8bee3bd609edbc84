import { dirname, join } from 'node:path';
import type { KnownMistake } from '../judge/diagnose.js';
import { bankPath, type LessonHome } from '../lesson-home.js';
import { openBox } from '../box/box.js';
import type { Help, Task } from '../task.js';
import { makeBundle, type Bundle, type Given } from './bundle.js';
import { hashOf, keptWhileSame, type Made } from './made.js';
import { Memory } from './memory.js';
import { standInsOption, type Boxes, type OwnCode } from './own-code.js';
import { remembered } from './remembered.js';
import { TrustedBox } from './trusted-box.js';

/** The known mistakes of a task as one bundle: it exports them as `run`, by their ids. */
export interface MistakesBundle extends Bundle {
  readonly help: Readonly<Record<string, Help>>;
}

/**
 * Bundles a task's known mistakes, each made of the library's function or as the bank has it.
 *
 * @throws LessonProblem if the bank cannot be read
 */
export function mistakesBundle(home: LessonHome, task: Task): Promise<MistakesBundle> {
  const what = `mistakes of ${home.root} ${bankPath(home, task)} ${task.from} ${task.name}`;
  return keptWhileSame(what, home.cache, () => makeMistakes(home, task));
}

async function makeMistakes(home: LessonHome, task: Task): Promise<Made<MistakesBundle>> {
  // The compiler is loaded only where something has changed.
  const [{ Sources }, { readBank }, { standAlone }] = await Promise.all([
    import('../sources/sources.js'),
    import('../sources/bank.js'),
    import('../sources/reach.js'),
  ]);
  const { root, lesson } = home;
  const path = bankPath(home, task);
  const sources = new Sources(root);
  const { mistakes } = readBank(path, lesson, task, sources);
  const given: Record<string, Given> = {};
  const lines = [`import { bank } from ${JSON.stringify(`./${path}`)};`, 'export const run = {'];
  for (const [id, { body, edits }] of mistakes) {
    const key = JSON.stringify(id);
    if (edits.length === 0) lines.push(`  ${key}: bank.mistakes[${key}].run,`);
    else {
      given[id] = { text: standAlone(body), folder: dirname(join(root, task.from)) };
      const name = `edited${String(lines.length)}`;
      lines.unshift(`import { ${task.name} as ${name} } from ${JSON.stringify(`given:${id}`)};`);
      lines.push(`  ${key}: ${name},`);
    }
  }
  const { made, sources: imported } = await makeBundle([...lines, '};'].join('\n'), root, given);
  const help = Object.fromEntries(
    [...mistakes].map(([id, { place, probe, cause }]) => [id, { place, probe, cause }]),
  );
  const read = sources.paths().map((file) => join(root, file));
  return { made: { ...made, help }, sources: [...new Set([...imported, ...read])] };
}

/** The bank's functions, all in one box that is opened for what they were never asked before. */
export async function mistakesOf(
  task: Task,
  home: LessonHome,
  code: OwnCode,
  boxes: Boxes,
): Promise<readonly KnownMistake[]> {
  const { code: text, hash, help } = await mistakesBundle(home, task);
  const standIns = await standInsOption(code);
  const file = join(home.cache, 'answers', home.lesson.stem, `${task.id}.mistakes.json`);
  const memory = new Memory(file, hashOf(`${hash} ${standIns.standIns ?? ''}`));
  boxes.take({
    close: () => {
      memory.save();
      return Promise.resolve();
    },
  });
  const box = boxes.take(
    new TrustedBox(() => openBox({ code: text, name: 'run', trusted: true, ...standIns })),
  );
  return Object.entries(help).map(([id, said]) => ({
    id,
    ...said,
    subject: remembered(id, () => Promise.resolve(box.subject(`run.${id}`)), memory),
  }));
}
