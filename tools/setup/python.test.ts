import { describe, expect, it } from 'vitest';
import { findPython, parsePython } from './python.mjs';
import { shellProgram, temporaryClone } from './testing.js';

describe('parsePython', () => {
  it('reads version and what is lacking', () => {
    expect(parsePython('p', 'python 3.11.2 -\n')).toEqual({
      path: 'p',
      version: '3.11.2',
      lacks: '',
    });
    expect(parsePython('p', 'python 3.12.0 venv,ensurepip\n')?.lacks).toBe('venv,ensurepip');
  });

  it('refuses what is too old, and what is no Python', () => {
    expect(parsePython('p', 'python 3.9.18 -\n')).toBeUndefined();
    expect(parsePython('p', 'python 2.7.18 -\n')).toBeUndefined();
    expect(parsePython('p', 'pyenv: python3.12: command not found')).toBeUndefined();
  });
});

describe('findPython', () => {
  it('passes over shims that fail, old ones, and ones without venv', async () => {
    const folder = temporaryClone();
    shellProgram(folder, 'python3.12', 'echo "command not found" >&2; exit 127');
    shellProgram(folder, 'python3.11', 'echo "python 3.11.2 venv"');
    const good = shellProgram(folder, 'python3', 'echo "python 3.10.4 -"');
    expect(await findPython({ PATH: folder })).toEqual({
      path: good,
      version: '3.10.4',
      lacks: '',
    });
  });

  it('names the one without venv when there is no better', async () => {
    const folder = temporaryClone();
    shellProgram(folder, 'python3.11', 'echo "python 3.11.2 venv"');
    expect((await findPython({ PATH: folder }))?.lacks).toBe('venv');
    expect(await findPython({ PATH: temporaryClone() })).toBeUndefined();
  });

  it('tries only the one that UNROLL_PYTHON names', async () => {
    const folder = temporaryClone();
    shellProgram(folder, 'python3', 'echo "python 3.11.2 -"');
    const chosen = shellProgram(folder, 'mine', 'echo "python 3.13.1 -"');
    const env = { PATH: folder, UNROLL_PYTHON: chosen };
    expect((await findPython(env))?.version).toBe('3.13.1');
    expect(await findPython({ ...env, UNROLL_PYTHON: `${folder}/absent` })).toBeUndefined();
  });
});
