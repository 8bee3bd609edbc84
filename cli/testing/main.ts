/** The command as the tests run it: on the grader's own lesson instead of the course's. */
import { lesson } from '../../grader/testing/lesson/tasks.js';
import { projectRoot } from '../../src/core/files.js';
import { runCommand } from '../run-command.js';

const argv = process.argv.slice(2);
const school = {
  root: projectRoot(),
  lessons: { [lesson.stem]: () => Promise.resolve({ lesson }) },
};
process.exitCode = await runCommand(argv, () => school);
