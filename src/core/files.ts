import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { InputError, wrongInput } from './errors.js';

/** The project's folder: UNROLL_ROOT, or the nearest one above the working folder. */
export function projectRoot(): string {
  const named = process.env['UNROLL_ROOT'];
  if (named !== undefined && named !== '') return named;
  const start = process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && /"name":\s*"unroll"/.test(readFileSync(manifest, 'utf8')))
      return folder;
    if (folder === parse(folder).root)
      throw new InputError(
        wrongInput(
          'projectRoot',
          'a working folder inside the course',
          start,
          'Change into the folder of the course, or set UNROLL_ROOT to it.',
        ),
      );
  }
}

/** A file of the project by its path from the project's folder. */
export function projectFile(path: string): string {
  return join(projectRoot(), path);
}
