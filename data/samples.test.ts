import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { projectFile } from '../src/core/files.js';
import { samples } from './samples.js';

test.each(Object.entries(samples()))('%s is what its script makes', (path, content) => {
  expect(readFileSync(projectFile(path), 'utf8')).toBe(content);
});
