import { expect, test } from 'vitest';
import { rulesOf } from '../grader/compile/compile.js';
import { neededBy } from '../grader/needs.js';
import { modulesFor } from '../grader/references/own-code.js';
import { allHomes, thisSchool } from './school.js';

const homes = await allHomes(thisSchool());
const tasks = homes.flatMap((home) => home.lesson.tasks.map((task) => ({ home, task })));

test.each(tasks.map(({ home, task }) => [task.id, home, task] as const))(
  'the box of %s holds the functions that it builds on, and not the answer',
  async (_, home, task) => {
    const { lesson } = home;
    const asked = ['references', ...lesson.needs.map((stem) => `./${stem}.js`)];
    const imports = asked.map((module) => ({ local: '', module, name: '*' }));
    const modules = await modulesFor(task, home, { imports, rules: rulesOf(task, lesson) });
    const holds = (name: string) =>
      Object.values(modules).some((code) => new RegExp(`function ${name}\\d*\\(`).test(code));
    expect(holds(task.name)).toBe(false);
    for (const { name } of neededBy(task, lesson)) expect(holds(name)).toBe(true);
    expect(holds('numericGradient')).toBe(
      lesson.needs.includes('00-start') && !task.forbidden.includes('tf.grad'),
    );
  },
);
