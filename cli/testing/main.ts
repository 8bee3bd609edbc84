/**
 * The command as the tests run it: on the grader's own lesson instead of the course's.
 * UNROLL_TEST_SLOW is the time in milliseconds that the lesson takes to load.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lesson } from '../../grader/testing/lesson/tasks.js';
import { projectRoot } from '../../src/core/files.js';
import { runCommand } from '../run-command.js';

const argv = process.argv.slice(2);
const loading = Number(process.env['UNROLL_TEST_SLOW'] ?? 0);
const school = {
  root: projectRoot(),
  lessons: { [lesson.stem]: () => sleep(loading, { lesson }) },
};
process.exitCode = await runCommand(argv, () => school);
