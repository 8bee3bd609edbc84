import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { places } from './places.mjs';
import { shellProgram, temporaryClone } from './testing.js';

const onWindows = process.platform === 'win32';
const source = path.resolve(import.meta.dirname, '..', '..', 'unroll');

/** A clone whose Node is a script that prints what it was given. */
function clone(): string {
  const root = path.join(temporaryClone(), 'a clone');
  fs.mkdirSync(root);
  fs.copyFileSync(source, path.join(root, 'unroll'));
  return root;
}

const echo = (name: string) => `echo "${name} $UNROLL_ROOT"; for a in "$@"; do echo "[$a]"; done`;

function launch(command: string, args: readonly string[], options: object = {}): string[] {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  return `${stdout}${stderr}`.trim().split('\n');
}

it.skipIf(onWindows)(
  'goes straight to the built command, through symlinks, from any folder',
  () => {
    const root = clone();
    shellProgram(root, 'node_modules/.bin/node', echo('own'));
    const built = path.join(places(root).build, 'cli.mjs');
    fs.mkdirSync(path.dirname(built), { recursive: true });
    fs.writeFileSync(built, '');
    const bin = temporaryClone();
    fs.symlinkSync(path.join(root, 'unroll'), path.join(bin, 'direct'));
    fs.symlinkSync('direct', path.join(bin, 'twice'));
    const expected = [`own ${root}`, `[${built}]`, '[check]', '[two words]'];
    expect(launch('./twice', ['check', 'two words'], { cwd: bin })).toEqual(expected);
  },
);

it.skipIf(onWindows)('sets up first when nothing is built, on the Node of the machine', () => {
  const root = clone();
  shellProgram(root, 'bin/node', echo('system'));
  const env = { PATH: `${root}/bin:/usr/bin:/bin` };
  expect(launch(`${root}/unroll`, ['list'], { env })).toEqual([
    `system ${root}`,
    `[${root}/tools/setup/run-cli.mjs]`,
    '[list]',
  ]);
  expect(launch(`${root}/unroll`, ['lab', '--no-browser'], { env })).toEqual([
    `system ${root}`,
    `[${root}/tools/setup/start.mjs]`,
    '[--no-browser]',
  ]);
});

it.skipIf(onWindows)('says what to do where there is no Node', () => {
  const root = clone();
  const bin = temporaryClone();
  for (const name of ['dirname', 'readlink', 'sh'])
    fs.symlinkSync(`/usr/bin/${name}`, path.join(bin, name));
  const { status, stderr } = spawnSync(`${root}/unroll`, ['list'], {
    encoding: 'utf8',
    env: { PATH: bin },
  });
  expect(status).toBe(2);
  expect(stderr).toContain('Install it from nodejs.org');
});
