import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { School } from './school.js';

/** Of the course, as its package.json says. */
export function courseVersion({ root }: School): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
