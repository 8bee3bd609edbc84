import { describe, expect, it } from 'vitest';
import { firstDifference } from './packages.mjs';

const linux = { platform: 'linux', arch: 'x64' };
const vite = { version: '1.2.3', integrity: 'sha512-a' };

describe('firstDifference', () => {
  it('is undefined when every locked package is installed as locked', () => {
    expect(firstDifference({ vite }, { vite }, linux)).toBeUndefined();
  });

  it('names a package that is absent', () => {
    expect(firstDifference({ vite }, {}, linux)).toBe('vite');
  });

  it('names a package of another version, or of another content', () => {
    expect(firstDifference({ vite }, { vite: { ...vite, version: '1.2.4' } }, linux)).toBe('vite');
    expect(firstDifference({ vite }, { vite: { ...vite, integrity: 'sha512-b' } }, linux)).toBe(
      'vite',
    );
  });

  it('asks for an optional package where it is meant for this machine', () => {
    const node = { ...vite, optional: true, os: 'linux', cpu: 'x64' };
    expect(firstDifference({ node }, {}, linux)).toBe('node');
    expect(firstDifference({ node }, {}, { platform: 'darwin', arch: 'x64' })).toBeUndefined();
    expect(firstDifference({ node }, {}, { platform: 'linux', arch: 'arm64' })).toBeUndefined();
  });

  it('understands a machine that is excluded', () => {
    const other = { ...vite, optional: true, os: ['!win32'] };
    expect(firstDifference({ other }, {}, linux)).toBe('other');
    expect(firstDifference({ other }, {}, { platform: 'win32', arch: 'x64' })).toBeUndefined();
  });

  it('leaves out optional packages that name no machine or a C library', () => {
    const nameless = { ...vite, optional: true };
    const musl = { ...vite, optional: true, os: 'linux', cpu: 'x64', libc: 'musl' };
    expect(firstDifference({ nameless, musl }, {}, linux)).toBeUndefined();
  });
});
