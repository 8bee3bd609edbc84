// npm start: sets up what is missing, then opens the course in JupyterLab.
import './node-version.mjs';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { forgetBackend } from './backend.mjs';
import { labModule } from './jupyter.mjs';
import { here } from './places.mjs';
import { runEntry, setUp } from './setup.mjs';

const usage = `npm start -- [NOTEBOOK] [--setup-only] [--retry-backend] [--no-browser] [--port N]

  NOTEBOOK          the lesson or further page to open, such as 01-rnn; default: the first lesson
  --setup-only      sets up and stops before JupyterLab
  --retry-backend   tries once more to get the native backend
  --no-browser      starts JupyterLab without opening a browser
  --port N          the port JupyterLab listens on

Example: npm start -- 01-rnn --no-browser --port 8899
`;

await runEntry(async () => {
  const given = process.argv.slice(2);
  // `unroll.cmd lab` cannot drop its first word.
  const args = given[0] === 'lab' ? given.slice(1) : given;
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const own = new Set(['--setup-only', '--retry-backend']);
  if (args.includes('--retry-backend')) forgetBackend(here);
  const { withoutLab } = await setUp(here, { extent: 'all', brief: false });
  if (args.includes('--setup-only')) return withoutLab === undefined ? 0 : 2;
  if (withoutLab !== undefined) {
    process.stderr.write(
      '\nJupyterLab is missing (above). Everything else is ready: ./unroll list\n',
    );
    return 2;
  }
  if (!fs.existsSync(labModule(here))) return 0;
  const lab = await import(pathToFileURL(labModule(here)).href);
  return (
    (await lab.startLab(
      here,
      args.filter((arg) => !own.has(arg)),
    )) ?? 0
  );
});
