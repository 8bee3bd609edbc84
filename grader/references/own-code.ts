import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../box/contract.js';
import { openBox } from '../box/box.js';
import { forbiddenNames } from '../box/forbidden.js';
import { homeOf } from '../compile/imports.js';
import type { Compiled } from '../compile/compiled.js';
import { libraryModule, standInsModule, type LessonHome } from '../lesson-home.js';
import type { Subject } from '../judge/subject.js';
import { neededBy } from '../needs.js';
import type { Task } from '../task.js';
import { bundle, type Bundle } from './bundle.js';
import { Memory } from './memory.js';
import { remembered } from './remembered.js';

/** The course's own code as boxes take it; nothing is made before it is asked for. */
export interface OwnCode {
  readonly library: () => Promise<Bundle>;
  readonly standIns: () => Promise<string | undefined>;
}

/** Bundles of a course, each made at most once. */
export function ownCode(home: LessonHome): OwnCode {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const { root, cache, folder } = home;
  return {
    library: once(() => bundle(libraryModule(home), root, cache)),
    standIns: once(async () =>
      existsSync(join(folder, 'stand-ins.ts'))
        ? (await bundle(standInsModule(home), root, cache)).code
        : undefined,
    ),
  };
}

/** Trusted code that a task's compiled submission asks for: what the task may use, no more. */
export async function modulesFor(
  task: Task,
  home: LessonHome,
  { imports, rules }: Pick<Compiled & { readonly kind: 'code' }, 'imports' | 'rules'>,
): Promise<Readonly<Record<string, string>>> {
  const isForbidden = forbiddenNames(rules);
  const asked = new Set(imports.map(({ module }) => module));
  const only = async (module: string, from: LessonHome, tasks: readonly Task[]) =>
    [module, (await bundle(libraryModule(from, tasks), from.root, from.cache)).code] as const;
  const earlier = home.earlier.map(async ({ stem, load }) => {
    const module = `./${stem}.js`;
    if (!asked.has(module)) return [];
    const other = await load();
    const isAllowed = ({ name, from }: Task) =>
      !isForbidden(`${homeOf(module)}.${name}`) && !(name === task.name && from === task.from);
    return [await only(module, other, other.lesson.tasks.filter(isAllowed))];
  });
  const references = asked.has('references')
    ? [await only('references', home, neededBy(task, home.lesson))]
    : [];
  return Object.fromEntries([...references, ...(await Promise.all(earlier)).flat()]);
}

interface Closable {
  close(): Promise<void>;
}

/** Boxes that are opened when first asked and closed together. */
export class Boxes {
  readonly #open: Promise<Closable>[] = [];

  /** Takes charge of closing one that is open. */
  take<T extends Closable>(box: T): T {
    this.#open.push(Promise.resolve(box));
    return box;
  }

  once(open: () => Promise<Box>): () => Promise<Box> {
    let box: Promise<Box> | undefined;
    return () => {
      if (box === undefined) this.#open.push((box = open()));
      return box;
    };
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open);
    const boxes = opened.flatMap((box) => (box.status === 'fulfilled' ? [box.value] : []));
    await Promise.all(boxes.map((box) => box.close()));
  }
}

/** The library's own function of a task, and what it answered before. */
export async function librarySubject(
  task: Task,
  home: LessonHome,
  code: OwnCode,
  boxes: Boxes,
): Promise<{ readonly subject: Subject; readonly memory: Memory }> {
  const { code: text, hash } = await code.library();
  const file = join(home.cache, 'answers', home.lesson.stem, `${task.id}.json`);
  const memory = new Memory(file, hash);
  const open = boxes.once(async () =>
    openBox({ code: text, name: task.name, trusted: true, ...(await standInsOption(code)) }),
  );
  return { subject: remembered(task.id, open, memory), memory };
}

/** The lesson's stand-ins as a box takes them; nothing where it has none. */
export async function standInsOption(code: OwnCode): Promise<{ readonly standIns?: string }> {
  const standIns = await code.standIns();
  return standIns === undefined ? {} : { standIns };
}
