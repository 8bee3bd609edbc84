import { describe, expect, it } from 'vitest';
import { candidates, millisecondsIn, withCure } from './doctor/backend.js';
import { parts, type Finding } from './doctor/finding.js';
import { findings, findingText } from './doctor.js';
import { temporaryClone } from '../tools/setup/testing.js';

describe('doctor', () => {
  it('finds everything missing in an empty clone, each with a remedy', async () => {
    const found: Finding[] = [];
    for await (const one of findings({ root: temporaryClone(), env: { PATH: '/nowhere' } }))
      found.push(one);
    expect(found.map(({ name }) => name)).toEqual(parts);
    const status = Object.fromEntries(found.map((each) => [each.name, each.status]));
    expect(status).toEqual({
      Node: 'poor',
      JupyterLab: 'missing',
      kernel: 'missing',
      backend: 'missing',
      isolation: 'poor',
      disk: 'ok',
    });
    for (const { status: one, remedy } of found) expect(remedy === undefined).toBe(one === 'ok');
  });
});

describe('findingText', () => {
  it('prints a remedy below its finding, all in columns', () => {
    expect(findingText({ name: 'Node', status: 'ok', found: 'v24' })).toBe('✔ Node        v24\n');
    const poor = {
      name: 'backend',
      status: 'poor',
      found: 'wasm',
      remedy: 'Install g++.',
    } as const;
    expect(findingText(poor)).toBe('! backend     wasm\n              → Install g++.\n');
  });
});

describe('backend', () => {
  it('tries all, best first, or the one that is forced', () => {
    expect(candidates({})).toEqual(['native', 'wasm', 'js']);
    expect(candidates({ UNROLL_BACKEND: 'wasm' })).toEqual(['wasm']);
    expect(candidates({ UNROLL_BACKEND: 'gpu' })).toEqual(['native', 'wasm', 'js']);
  });

  it('reads the measurement among other output', () => {
    expect(millisecondsIn('I tensorflow\n{"milliseconds":2.75}\nbye')).toBe(2.75);
    expect(millisecondsIn('Cannot find module')).toBeUndefined();
  });

  it('says what protects it from signals, and is poor without it', () => {
    expect(withCure('native', 'held')).toEqual({
      status: 'ok',
      found: 'native; no signal interrupts an operation',
    });
    expect(withCure('native', 'other products').status).toBe('ok');
    expect(withCure('native', 'none')).toEqual({
      status: 'poor',
      found: 'native; a signal may end it in the middle of a matrix product',
      remedy: 'Unset TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL and TF_ENABLE_ONEDNN_OPTS.',
    });
  });
});
