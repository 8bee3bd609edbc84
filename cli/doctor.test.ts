import { describe, expect, it } from 'vitest';
import { candidates, millisecondsIn } from './doctor/backend.js';
import { doctor, renderDoctor } from './doctor.js';
import { temporaryClone } from '../tools/setup/testing.js';

describe('doctor', () => {
  it('finds everything missing in an empty clone, each with a remedy', async () => {
    const report = await doctor({ root: temporaryClone(), env: { PATH: '/nowhere' } });
    const status = Object.fromEntries(report.findings.map((each) => [each.name, each.status]));
    expect(status).toEqual({
      Node: 'poor',
      JupyterLab: 'missing',
      kernel: 'missing',
      backend: 'missing',
      isolation: 'poor',
      disk: 'ok',
    });
    for (const { status: one, remedy } of report.findings)
      expect(remedy === undefined).toBe(one === 'ok');
  });
});

describe('renderDoctor', () => {
  it('prints a remedy below its finding', () => {
    const text = renderDoctor({
      schema: 'unroll.doctor/1',
      findings: [
        { name: 'Node', status: 'ok', found: 'v24' },
        { name: 'backend', status: 'poor', found: 'wasm', remedy: 'Install g++.' },
      ],
    });
    expect(text).toBe('✔ Node     v24\n! backend  wasm\n           → Install g++.\n');
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
});
