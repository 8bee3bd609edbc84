import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hashOf, hashOfFile, readStamps, writeStamp } from './stamps.mjs';
import { temporaryClone } from './testing.js';

it('keeps the stamps of other steps when one is written or taken away', () => {
  const root = temporaryClone();
  writeStamp(root, 'node', { key: 'a', facts: { version: '24' } });
  writeStamp(root, 'build', { key: 'b', facts: {} });
  expect(Object.keys(readStamps(root))).toEqual(['node', 'build']);
  writeStamp(root, 'node', undefined);
  expect(readStamps(root)).toEqual({ build: { key: 'b', facts: {} } });
});

it('takes an unreadable file for no stamps at all', () => {
  const root = temporaryClone();
  expect(readStamps(root)).toEqual({});
  writeStamp(root, 'node', { key: 'a', facts: {} });
  fs.truncateSync(path.join(root, '.unroll', 'setup.json'), 9);
  expect(readStamps(root)).toEqual({});
});

it('leaves no partial file behind', () => {
  const root = temporaryClone();
  writeStamp(root, 'node', { key: 'a', facts: {} });
  expect(fs.readdirSync(path.join(root, '.unroll'))).toEqual(['setup.json']);
});

it('hashes parts apart, and knows a missing file', () => {
  expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
  expect(hashOfFile(path.join(temporaryClone(), 'absent'))).toBe('missing');
});
