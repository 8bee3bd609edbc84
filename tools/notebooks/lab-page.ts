import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What this needs of the notebook as JupyterLab's own model holds it. */
interface NotebookModel {
  readonly cells: readonly {
    readonly id?: string;
    readonly cell_type: string;
    readonly source: string;
    readonly execution_count?: number | null;
    readonly outputs?: readonly CellOutput[];
  }[];
}

interface CellOutput {
  readonly output_type: string;
  readonly ename?: string;
  readonly evalue?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

interface LabWindow {
  readonly jupyterapp: {
    readonly commands: { execute(id: string): Promise<unknown> };
    readonly shell: {
      readonly currentWidget: {
        readonly content: {
          readonly model: { toJSON(): NotebookModel };
          scrollToItem(index: number, align: string): Promise<void>;
        };
      };
    };
  };
}

interface Settings {
  readonly settings?: readonly Settings[];
  readonly id?: string;
}

/**
 * JupyterLab's settings as its server gives them, one plugin's or all, with the dark theme chosen.
 */
function withDarkTheme(given: unknown): unknown {
  const settings = given as Settings;
  if (settings.id === '@jupyterlab/apputils-extension:themes') {
    const chosen = { theme: 'JupyterLab Dark' };
    return { ...settings, raw: JSON.stringify(chosen), settings: chosen };
  }
  return Array.isArray(settings.settings)
    ? { ...settings, settings: settings.settings.map(withDarkTheme) }
    : settings;
}

const PICTURE = 'application/vnd.vegalite.v5+json';

/** A lesson's page in JupyterLab. */
export class LabPage {
  readonly #page: Page;
  readonly #problems: string[] = [];

  constructor(page: Page) {
    this.#page = page;
    page.on('pageerror', (error) => this.#problems.push(`the page threw: ${error.message}`));
  }

  /** JupyterLab's dark theme, in this page alone: the clone's settings stay. */
  async useDarkTheme(): Promise<void> {
    await this.#page.route(/\/lab\/api\/settings/, async (route) => {
      if (route.request().method() !== 'GET') {
        await route.fallback();
        return;
      }
      const response = await route.fetch();
      await route.fulfill({ response, json: withDarkTheme(await response.json()) });
    });
  }

  /**
   * Opens a notebook's layout and waits for notebook, kernel and the exercise file, if it has one.
   */
  async open(url: string, exercise: string | undefined): Promise<void> {
    // JupyterLab saves what it runs. A save is answered with the file as it is, so that the
    // notebook stays without outputs.
    await this.#page.route('**/api/contents/**', async (route) => {
      if (route.request().method() !== 'PUT') await route.fallback();
      else await route.fulfill({ response: await route.fetch({ method: 'GET', postData: '' }) });
    });
    await this.#page.goto(url);
    await this.#page.locator('.jp-NotebookPanel').waitFor({ timeout: 60_000 });
    if (exercise !== undefined) {
      await this.#page.locator('.jp-FileEditor .cm-content').waitFor({ timeout: 30_000 });
      await this.#page.locator(`.lm-TabBar-tab:has-text("${exercise}")`).waitFor();
    }
    await this.#page
      .locator('.jp-NotebookPanel .jp-KernelName:has-text("Unroll (TypeScript)")')
      .waitFor({ timeout: 30_000 });
    await this.#idle(60);
    await this.#page.locator('.jp-NotebookPanel .jp-Cell').first().click();
  }

  /**
   * Runs all cells by the menu, as a student does.
   *
   * @returns the seconds until the last had ended
   */
  async runAll(limitSeconds: number): Promise<number> {
    const before = performance.now();
    await this.#page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click();
    await this.#page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click();
    await this.#page.waitForFunction(
      () => {
        const { cells } = (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget
          .content.model.toJSON();
        const code = cells.filter((cell) => cell.cell_type === 'code' && cell.source.trim() !== '');
        const failed = code.some((cell) => cell.outputs?.some((o) => o.output_type === 'error'));
        return failed || code.every((cell) => typeof cell.execution_count === 'number');
      },
      undefined,
      { timeout: limitSeconds * 1000, polling: 200 },
    );
    await this.#idle(10);
    return (performance.now() - before) / 1000;
  }

  /** What a student would see go wrong. */
  async faults(): Promise<string[]> {
    const { cells } = await this.#model();
    const code = cells.filter((cell) => cell.cell_type === 'code' && cell.source.trim() !== '');
    const errors = code.flatMap(({ id = '?', outputs = [] }) =>
      outputs
        .filter((output) => output.output_type === 'error')
        .map(({ ename = '', evalue = '' }) => `cell ${id} shows ${ename}: ${evalue}`),
    );
    const idle = code.filter((cell) => typeof cell.execution_count !== 'number');
    return [...errors, ...idle.map(({ id = '?' }) => `cell ${id} did not run`), ...this.#problems];
  }

  /**
   * Scrolls to each picture, waits until it is drawn, and takes a screenshot of the page.
   *
   * @returns how many are drawn
   */
  async photographPictures(folder: string): Promise<number> {
    const { cells } = await this.#model();
    let drawn = 0;
    for (const [index, { id = String(index), outputs = [] }] of cells.entries()) {
      const expected = outputs.filter(({ data = {} }) => PICTURE in data).length;
      if (expected === 0) continue;
      await this.#scrollTo(index);
      const cell = this.#page.locator('.jp-NotebookPanel .jp-Cell').nth(index);
      const pictures = cell.locator('.vega-embed .marks');
      await pictures.nth(expected - 1).waitFor({ timeout: 10_000 });
      await pictures.first().scrollIntoViewIfNeeded();
      drawn += await pictures.count();
      await this.screenshot(join(folder, `${id}.png`));
    }
    return drawn;
  }

  /** Takes a screenshot of one cell with its outputs. */
  async photographCell(id: string, path: string): Promise<void> {
    const { cells } = await this.#model();
    const index = cells.findIndex((cell) => cell.id === id);
    if (index < 0) throw new Error(`the notebook has no cell ${id}`);
    await this.#scrollTo(index);
    const cell = this.#page.locator('.jp-NotebookPanel .jp-Cell').nth(index);
    await cell.scrollIntoViewIfNeeded();
    await cell.screenshot({ path });
  }

  async screenshot(path: string): Promise<void> {
    await this.#page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.#page.close();
  }

  async #idle(seconds: number): Promise<void> {
    await this.#page
      .locator('.jp-NotebookPanel .jp-Notebook-ExecutionIndicator[data-status="idle"]')
      .waitFor({ timeout: seconds * 1000 });
  }

  async #model(): Promise<NotebookModel> {
    return await this.#page.evaluate(() =>
      (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget.content.model.toJSON(),
    );
  }

  async #scrollTo(index: number): Promise<void> {
    await this.#page.evaluate(
      (at) =>
        (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget.content.scrollToItem(
          at,
          'center',
        ),
      index,
    );
  }
}
