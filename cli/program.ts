import { Command, Option } from 'commander';
import type { Ahead } from '../grader/ahead.js';
import type { School } from '../school/school.js';
import type { SolutionOptions } from './commands/solution.js';
import type { GradeOptions } from './commands/grade.js';
import { seedHelp, seedOf } from './seed.js';
import type { SubmitOptions } from './commands/submit.js';

interface Options {
  readonly json?: true;
}

/** Commands that bring their own part of the line; each is loaded only when it is asked for. */
const others: Readonly<Record<string, (program: Command) => Promise<void>>> = {
  doctor: async (program) => {
    const { registerDoctor } = await import('./doctor.js');
    registerDoctor(program);
  },
  author: async (program) => {
    const { registerAuthor } = await import('./author/register.js');
    registerAuthor(program);
  },
};

const own = [
  'list',
  'check',
  'hint',
  'solution',
  'reset',
  'repro',
  'run',
  'submit',
  'grade',
  'lab',
];

const example = (...lines: readonly string[]) =>
  `\nExample:\n${lines.map((line) => `  ./unroll ${line}`).join('\n')}`;

/**
 * The command `unroll` with its commands; an action sets the exit status.
 *
 * @param argv what follows the command's name: it decides what is loaded
 * @param school the clone whose lessons and exercises are meant
 * @param ahead the box of a check, if one was started
 */
export async function makeProgram(
  argv: readonly string[],
  school: School,
  ahead?: Ahead,
): Promise<Command> {
  const program = new Command('unroll')
    .description(
      'Build sequence models by hand, from the RNN to the Reformer, and be told what is right.',
    )
    .showHelpAfterError("'./unroll --help' lists all commands.")
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText(
      'after',
      example('check rnn-cell', 'hint rnn-cell', 'grade solutions/01-rnn.ts --json'),
    );
  addList(program, school);
  addCheck(program, school, ahead);
  addHint(program, school);
  addAnswers(program, school);
  addRepro(program, school);
  addSubmit(program, school);
  addGrade(program);
  program
    .command('lab')
    .description('JupyterLab on the course; sets up what is missing')
    .option('--no-browser', 'print the address and open nothing')
    .option('--port <number>', 'the port to listen on')
    .addHelpText('after', example('lab --no-browser'))
    .action(async () => {
      (await import('./commands/lab.js')).lab(school, argv.slice(1));
    });
  const asked = argv[0] ?? '--help';
  const wanted = own.includes(asked)
    ? []
    : Object.keys(others).filter((name) => name === asked || !(asked in others));
  for (const name of wanted) await others[name]?.(program);
  return program;
}

function addList(program: Command, school: School): void {
  program
    .command('list')
    .description('lessons and tasks: points, difficulty, minutes, needs, and where you stand')
    .argument('[lesson]', 'a lesson, such as 01-rnn')
    .option('--json', 'as JSON')
    .addHelpText('after', example('list', 'list 01-rnn'))
    .action(async (lesson: string | undefined, { json }: Options) =>
      (await import('./commands/list.js')).list(school, lesson, json === true),
    );
}

function addCheck(program: Command, school: School, ahead: Ahead | undefined): void {
  program
    .command('check')
    .description('grades your exercise files as they stand')
    .argument('[lesson or task]', 'or the path of an exercise file; all of them without it')
    .option('--json', 'as JSON')
    .addOption(
      new Option('--watch', 'checks again at each save; keys for hint, next, list').conflicts(
        'json',
      ),
    )
    .addHelpText(
      'after',
      `${example('check rnn-cell', 'check 01-rnn', 'check --watch')}\n\nExit status: 0 if all that was checked passed, 1 if not.`,
    )
    .action(async (name: string | undefined, options: Options & { readonly watch?: true }) => {
      if (options.watch === true) {
        await (await import('./watch/watch.js')).watch(school, name, ahead);
        return;
      }
      const { check } = await import('./commands/check.js');
      await check(school, name, options.json === true, ahead);
    });
}

function addHint(program: Command, school: School): void {
  program
    .command('hint')
    .description('the next hint for a task, from a nudge to nearly the answer')
    .argument('<task>', 'a task, such as rnn-cell')
    .option('--json', 'as JSON')
    .addHelpText('after', example('hint rnn-cell'))
    .action(async (task: string, { json }: Options) =>
      (await import('./commands/hint.js')).hint(school, task, json === true),
    );
}

function addAnswers(program: Command, school: School): void {
  program
    .command('solution')
    .description("the library's own code of a task's function, after it passed or with --give-up")
    .argument('<task>', 'a task, such as rnn-cell')
    .option('--give-up', 'before it passed; your progress remembers it')
    .option('--json', 'as JSON')
    .addHelpText('after', example('solution rnn-cell', 'solution rnn-cell --give-up'))
    .action(async (task: string, options: SolutionOptions) =>
      (await import('./commands/solution.js')).solution(school, task, options),
    );
  program
    .command('reset')
    .description('makes a task or a whole lesson a stub again; keeps a copy of what was there')
    .argument('<task or lesson>', 'a task, such as rnn-cell, or a lesson, such as 01-rnn')
    .addHelpText('after', example('reset rnn-cell', 'reset 01-rnn'))
    .action(async (name: string) => (await import('./commands/reset.js')).reset(school, name));
}

function addRepro(program: Command, school: School): void {
  program
    .command('repro')
    .description('the smallest public input on which a task fails, as code to run and change')
    .argument('<task>', 'a task, such as rnn-cell')
    .option('--out <file>', "a new file inside the course's folder; without it the code is printed")
    .addHelpText('after', example('repro rnn-cell --out try.ts', 'run try.ts'))
    .action(async (task: string, { out }: { readonly out?: string }) =>
      (await import('./commands/repro.js')).repro(school, task, out),
    );
  program
    .command('run')
    .description("runs a TypeScript file on the course's own Node, as repro writes it")
    .argument('<file>', 'a TypeScript file')
    .argument('[argument...]', 'what the file is to be given')
    .passThroughOptions()
    .addHelpText('after', example('run try.ts'))
    .action(async (file: string, args: readonly string[]) => {
      (await import('./commands/run.js')).run(school, file, args);
    });
}

function addSubmit(program: Command, school: School): void {
  program
    .command('submit')
    .description('packs the exercise file of a lesson into a bundle to hand in')
    .argument('<lesson>', 'a lesson, such as 01-rnn')
    .option('--out <file>', 'the bundle, a new .zip, or a folder for it')
    .option('--name <name>', 'your name; asked for once and kept')
    .option('--id <id>', 'your e-mail or student number')
    .option('--group <group>', 'your class or team')
    .addHelpText('after', example('submit 01-rnn --name "Ada Lovelace" --id ada@example.org'))
    .action(async (lesson: string, options: SubmitOptions) =>
      (await import('./commands/submit.js')).submit(school, lesson, options),
    );
}

function addGrade(program: Command): void {
  program
    .command('grade')
    .description('grades exercise files, bundles and folders of them, each in a box of its own')
    .argument('<path...>', 'files named after their lesson, bundles, or folders of them')
    .option('--json', 'as JSON')
    .option('--out <folder>', 'marks and pages of feedback; goes on where an earlier run stopped')
    .option('--again', 'with --out: grades anew what was graded before')
    .option('--seed <number>', seedHelp, seedOf)
    .addHelpText(
      'after',
      `${example('grade solutions/01-rnn.ts --json', 'grade submissions/ --out marks')}\n\nExit status: 0 if all tasks passed, 1 if not, 2 if something could not be graded.`,
    )
    .action(async (paths: readonly string[], options: GradeOptions) =>
      (await import('./commands/grade.js')).grade(paths, options),
    );
}
