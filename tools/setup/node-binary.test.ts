import path from 'node:path';
import { expect, it } from 'vitest';
import { parseNodeVersion, whereIs } from './node-binary.mjs';
import { shellProgram, temporaryClone } from './testing.js';

it('reads the version of Node, and nothing else', () => {
  expect(parseNodeVersion('v24.21.0\n')).toBe('24.21.0');
  expect(parseNodeVersion('warning\nv24.21.0\n')).toBe('24.21.0');
  expect(parseNodeVersion('/lib64/libc.so.6: version not found')).toBeUndefined();
});

it('finds the first program of that name that can run', () => {
  const folder = temporaryClone();
  const tool = shellProgram(folder, 'b/tool', '');
  const PATH = ['a', 'b', 'c'].map((name) => path.join(folder, name)).join(path.delimiter);
  shellProgram(folder, 'c/tool', '');
  expect(whereIs('tool', { PATH })).toBe(tool);
  expect(whereIs('b', { PATH: folder })).toBeUndefined();
  expect(whereIs('tool', {})).toBeUndefined();
});
