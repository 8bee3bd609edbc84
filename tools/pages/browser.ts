/** Opens pages of feedback in a real browser, with attackers among those who handed in. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { bundleOf } from '../../grader/bundle/bundle.js';
import { sha256, type Manifest } from '../../grader/bundle/manifest.js';
import { projectFile } from '../../src/core/files.js';

const lesson = '01-rnn';

/**
 * Runs a script, asks another machine, and changes how the page looks, wherever it becomes markup.
 */
const attack =
  '"\'><script>globalThis.hacked = 1</script><img src="http://127.0.0.1:9/x" onerror="globalThis.hacked = 1"><style>body{display:none}</style>';

/** A file's name can hold no slash. */
const attackInName = '<img src=x onerror=globalThis.hacked=1>';

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-pages-'));
  const screenshots = projectFile('.unroll/screenshots/pages');
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['UNROLL_CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not work for root, who is the user in containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const faults = [
      ...(await blindness(browser, folder)),
      ...(await visit(browser, await graded(folder), screenshots)),
    ];
    console.log(faults.length === 0 ? 'ok      pages of feedback' : 'FAILED  pages of feedback');
    for (const fault of faults) console.log(`  ${fault}`);
    console.log(`  screenshots in ${screenshots}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** A page on which the attack succeeds: if that is not seen, this program sees nothing. */
async function blindness(browser: Browser, folder: string): Promise<string[]> {
  const file = join(folder, 'open.html');
  writeFileSync(file, `<!doctype html><p>${attack}</p>`);
  const found = (await faultsOf(browser, file)).join('\n');
  return ['a script ran', 'asked for http://127.0.0.1:9/x', 'an element of the attack'].flatMap(
    (fault) => (found.includes(fault) ? [] : [`an open page: expected "${fault}" to be seen`]),
  );
}

/** A batch as an instructor grades it; returns the folder of the marks. */
async function graded(folder: string): Promise<string> {
  const handedIn = join(folder, 'in');
  mkdirSync(handedIn);
  const key = readFileSync(projectFile(`solutions/${lesson}.ts`), 'utf8');
  const bad = spoilt(key);
  writeFileSync(
    join(handedIn, `1-${lesson}.zip`),
    await bundleOf(manifestOf(bad), Buffer.from(bad)),
  );
  writeFileSync(join(handedIn, `${attackInName}-${lesson}.ts`), key);
  writeFileSync(join(handedIn, `${attackInName}.zip`), attack);
  const out = join(folder, 'marks');
  const { status, stderr } = spawnSync(projectFile('unroll'), ['grade', handedIn, '--out', out], {
    encoding: 'utf8',
  });
  // The batch has one file that is no bundle.
  if (status !== 2)
    throw new Error(`grade: expected exit status 2, received ${String(status)}.\n${stderr}`);
  return out;
}

/** The key with a known slip in one function, and another that prints and throws the attack. */
function spoilt(key: string): string {
  const slip = key.replace(/return tanh\((.*)\);/, 'return tanh(add($1, p.b));');
  const bad = slip.replace(
    /(export function rnnForward\([^{]*\{\n)/,
    `$1  console.log(${JSON.stringify(`</pre>${attack}\u001b[31mred`)});\n  throw new Error(${JSON.stringify(attack)});\n`,
  );
  if (slip === key || bad === slip)
    throw new Error(`expected rnnCell and rnnForward in solutions/${lesson}.ts, received others`);
  return bad;
}

function manifestOf(text: string): Manifest {
  return {
    schema: 'unroll.bundle/1',
    lesson,
    student: { name: attack, id: attack.slice(0, 150), group: attackInName },
    attempt: 1,
    time: '2026-01-31T12:00:00.000Z',
    sha256: sha256(text),
    versions: { course: attack, lesson: 1, node: attack },
    local: { points: 0, maxPoints: 0, tasks: [] },
  };
}

async function visit(browser: Browser, marks: string, screenshots: string): Promise<string[]> {
  const pages = readdirSync(join(marks, 'pages'));
  const faults = pages.length === 2 ? [] : [`expected 2 pages, received ${String(pages.length)}`];
  for (const file of ['index.html', ...pages.map((name) => join('pages', name))]) {
    const path = join(marks, file);
    const found = await faultsOf(browser, path);
    faults.push(...found.map((fault) => `${file}: ${fault}`));
    await photograph(browser, path, join(screenshots, basename(file, '.html')));
  }
  return faults;
}

/** Opens a page, and says what on it was not only text. */
async function faultsOf(browser: Browser, file: string): Promise<string[]> {
  const page = await browser.newPage();
  const url = pathToFileURL(file).href;
  const faults: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`asked for ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    faults.push('opened a dialog');
    void dialog.dismiss();
  });
  await page.goto(url, { waitUntil: 'load' });
  for (const summary of await page.locator('summary').all()) await summary.click();
  if (await page.evaluate(() => 'hacked' in globalThis)) faults.push('a script ran');
  const strange = await page.locator('script, img, iframe, object, body style, base, form').count();
  if (strange > 0) faults.push('an element of the attack is in the page');
  const text = await page.locator('body').innerText();
  if (!text.includes(attackInName)) faults.push('the hostile name is not to be read');
  await page.close();
  return faults;
}

const looks = [
  { name: 'light', colorScheme: 'light', width: 1200 },
  { name: 'dark', colorScheme: 'dark', width: 1200 },
  { name: 'phone', colorScheme: 'light', width: 390 },
] as const;

async function photograph(browser: Browser, file: string, picture: string): Promise<void> {
  for (const { name, colorScheme, width } of looks) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: `${picture}-${name}.png`, fullPage: true });
    await page.close();
  }
}

process.exitCode = await main();
