import { join } from 'node:path';

const own = 'exercises';

const folder = () => process.env['UNROLL_EXERCISES'] ?? own;

/**
 * The file of a lesson that a check grades and a notebook trains with. UNROLL_EXERCISES names
 * another folder, so that a test can put the answer key in the student's place without touching
 * the student's file.
 *
 * @param root the course's folder
 * @param stem the lesson
 */
export function exerciseFile(root: string, stem: string): string {
  return join(root, folder(), `${stem}.ts`);
}

/** Whether the file is the student's, so that tries are counted. */
export function isOwnWork(): boolean {
  return folder() === own;
}
