/**
 * Opens lessons in JupyterLab with a real browser, runs all cells, and looks at what a student
 * would see.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { projectRoot } from '../../src/core/files.js';
import { startJupyterLab } from './jupyterlab.js';
import { LabPage } from './lab-page.js';

const usage = `Usage: node tools/setup/run.mjs tools/notebooks/browser.ts [STEM...] [--npm] [--seconds N]
         [--theme light|dark] [--width N] [--cell ID]...

Starts JupyterLab on each lesson, runs its notebook in Chromium, and fails on an error, a cell that did not
run, or a lesson without a picture. Screenshots go to .unroll/screenshots/STEM, or STEM-dark.

  --npm        starts by \`npm start\`, as a student does
  --seconds N  time for all cells of a notebook (default 180)
  --theme T    JupyterLab's light theme (default) or its dark one
  --width N    of the window in pixels (default 1500)
  --cell ID    takes a screenshot of this cell too, such as check-rnn-cell`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    npm: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '180' },
    theme: { type: 'string', default: 'light' },
    width: { type: 'string', default: '1500' },
    cell: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else if (!['light', 'dark'].includes(values.theme)) {
  console.error(`browser: expected the theme light or dark, received ${values.theme}.`);
  process.exitCode = 2;
} else process.exitCode = await main(positionals.length > 0 ? positionals : ['01-rnn']);

async function main(stems: readonly string[]): Promise<number> {
  const browser = await chromium.launch({
    executablePath: process.env['UNROLL_CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not work for root, who is the user in containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  let failed = 0;
  for (const stem of stems) {
    const faults = await visit(browser, stem);
    console.log(faults.length === 0 ? `ok      ${stem}` : `FAILED  ${stem}`);
    for (const fault of faults) console.log(`  ${fault}`);
    if (faults.length > 0) failed++;
  }
  await browser.close();
  return failed > 0 ? 1 : 0;
}

async function visit(browser: Browser, stem: string): Promise<string[]> {
  const name = values.theme === 'light' ? stem : `${stem}-${values.theme}`;
  const folder = join(projectRoot(), '.unroll', 'screenshots', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { url, starter } = await startJupyterLab(stem, values.npm, 600);
  const hasExercises = existsSync(join(projectRoot(), 'exercises', `${stem}.ts`));
  const viewport = { width: Number(values.width), height: 1000 };
  const page = new LabPage(await browser.newPage({ viewport }));
  try {
    if (values.theme === 'dark') await page.useDarkTheme();
    await page.open(url, hasExercises ? `${stem}.ts` : undefined);
    await page.screenshot(join(folder, 'opened.png'));
    const seconds = await page.runAll(Number(values.seconds));
    console.log(`  all cells ran in ${seconds.toFixed(1)} s`);
    await page.screenshot(join(folder, 'ran.png'));
    const faults = await page.faults();
    const pictures = await page.photographPictures(folder);
    for (const id of values.cell) await page.photographCell(id, join(folder, `cell-${id}.png`));
    console.log(`  ${String(pictures)} pictures drawn; screenshots in ${folder}`);
    return pictures > 0 || !hasExercises ? faults : [...faults, 'no picture was drawn'];
  } catch (error) {
    await page.screenshot(join(folder, 'failed.png'));
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await page.close();
    starter.kill('SIGTERM');
    if (starter.exitCode === null) await once(starter, 'exit');
  }
}
