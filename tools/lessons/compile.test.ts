import { afterAll, expect, test } from 'vitest';
import { compileLessons } from './compile.js';
import { smallLesson } from './testing/small-lesson.js';
import { SmallProject } from './testing/small-project.js';

const projects: SmallProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

const file = 'lessons/90-small/lesson.md';

function newProject(from: string, to: string): SmallProject {
  const project = new SmallProject();
  projects.push(project);
  project.edit(file, from, to);
  return project;
}

/** What stands in the way after a change of the small lesson's text. */
async function problems(from: string, to: string): Promise<string> {
  const { problems } = await compileLessons(newProject(from, to).root, [smallLesson]);
  return problems.map(({ message }) => message).join('\n');
}

test.each([
  [
    'a cell that is no TypeScript',
    'const a = 1;',
    'const a = 1;\nconst b = (;',
    `${file}:38: this cell is no TypeScript: Expression expected.`,
  ],
  [
    'a name that is not exported',
    '{ check, predict }',
    '{\n  check,\n  predikt,\n}',
    `${file}:13: 'predikt' is not exported by lab/index.ts. Did you mean 'predict'?`,
  ],
  [
    'a name that the core does not pass on',
    'const a = 1;',
    "import { add, type Nothing } from './src/core/index.js';",
    `${file}:37: 'Nothing' is not exported by src/core/index.ts.`,
  ],
  [
    'a module that is not there',
    'const a = 1;',
    "import { add } from './src/core/indx.js';",
    `${file}:37: there is no module './src/core/indx.js'.`,
  ],
  [
    'a module without its ending',
    'const a = 1;',
    "import { add } from './src/core/index';",
    `${file}:37: there is no module './src/core/index'.`,
  ],
  [
    'a package that is not there',
    'const a = 1;',
    "import * as tf from '@tensorflow/tfjs-cor';",
    `${file}:37: there is no package '@tensorflow/tfjs-cor'.`,
  ],
])('%s is refused with the line in the lesson', async (_, from, to, message) => {
  expect(await problems(from, to)).toContain(message);
});

test('what a cell may have is not refused', async () => {
  const cell = `import * as tf from '@tensorflow/tfjs-core';
import { add, type Params } from './src/core/index.js';
import type { ScaleParams } from './src/layers/scale.js';
import { readFileSync } from 'node:fs';
const a = await Promise.resolve(1);
for await (const b of []) console.log(b);`;
  expect(await problems('const a = 1;', cell)).toBe('');
});

const bars = "import { bars } from './src/plot/bars.js';\n";

test.each([
  ['draws nothing', 'const b = 1;', 'this folded cell draws no picture.'],
  [
    'trains',
    `${bars}bars(await Promise.resolve({}));`,
    'this folded cell waits for more than a picture.',
  ],
  [
    'leaves something behind',
    `${bars}const b = 2;\nbars({ b });\n\`\`\`\n\n\`\`\`ts\nconst c = b;`,
    "the cell in line 42 uses 'b' of this folded one.",
  ],
])('a folded cell that %s is refused', async (_, cell, message) => {
  const project = newProject('```ts\nconst a = 1;', `\`\`\`ts fold\n${cell}`);
  project.write('src/plot/bars.ts', 'export const bars = (of: object) => of;\n');
  const { problems } = await compileLessons(project.root, [smallLesson]);
  expect(problems.map((problem) => problem.message).join('\n')).toContain(`${file}:36: ${message}`);
});

test('a folded cell that only draws is not refused, whatever later cells call their own', async () => {
  const cell = `\`\`\`ts fold\n${bars}const b = 2;\nbars({ b });\n\`\`\`\n\n\`\`\`ts\nconst b = 3;\nconst c = b;`;
  const project = newProject('```ts\nconst a = 1;', cell);
  project.write('src/plot/bars.ts', 'export const bars = (of: object) => of;\n');
  const { problems } = await compileLessons(project.root, [smallLesson]);
  expect(problems).toEqual([]);
});

test('a question has one name in the whole course', async () => {
  const project = newProject('Begin here.', 'Begin.');
  const later = { ...smallLesson, stem: '91-later', tasks: [] };
  const text = project.read(file).replaceAll(/^::: task .*\n(?:.*\n)*?:::\n/gm, '');
  project.write('lessons/91-later/lesson.md', text);
  project.write('lessons/beyond-sizes.txt', '90-small\n91-later\n');
  const { problems } = await compileLessons(project.root, [smallLesson, later]);
  expect(problems.map(({ message }) => message)).toEqual([
    `lessons/91-later/lesson.md:24: the question 'grows' is in ${file} already. Choose another id.`,
  ]);
});
