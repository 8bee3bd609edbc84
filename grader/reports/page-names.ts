import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SubmissionReport } from '../verdict.js';

const longestName = 60;

/**
 * The file name of each submission's page: what can be read of the source's name, and enough of a
 * hash of the whole path that no two are the same.
 */
export function pageNames(submissions: readonly SubmissionReport[]): readonly string[] {
  return submissions.map(({ source }) => {
    const stem = basename(source).replace(/(\.unroll)?\.\w+$/, '');
    const plain = stem
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .slice(0, longestName);
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
    return `${plain}-${hash}.html`.replace(/^-+/, '');
  });
}
