import { runCommand } from './run-command.js';
import { thisSchool } from '../school/school.js';

process.exitCode = await runCommand(process.argv.slice(2), thisSchool);
