import { thisSchool } from './course.js';
import { makeProgram, runProgram } from './program.js';

const argv = process.argv.slice(2);
process.exitCode = await runProgram(await makeProgram(argv, thisSchool()), argv);
