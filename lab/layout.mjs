import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Names of the notebooks, of lessons and of their further pages, in the course's order.
 *
 * @param {string} root the course's folder
 * @returns {string[]}
 */
export function notebookNames(root) {
  const folder = path.join(root, 'notebooks');
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => name.slice(0, -'.ipynb'.length))
    .sort();
}

/**
 * The lesson that is opened when none is named: a further page has no exercises.
 *
 * @param {string} root the course's folder
 */
export function firstLesson(root) {
  return notebookNames(root).find((name) => hasExercises(root, name));
}

/**
 * @param {string} root
 * @param {string} name
 */
function hasExercises(root, name) {
  return fs.existsSync(path.join(root, 'exercises', `${name}.ts`));
}

/**
 * Gives each notebook a saved JupyterLab layout, with its exercise file beside it where it has one.
 * One that is there stays as the student left it.
 *
 * @param {string} root the course's folder
 * @param {string} folder JupyterLab's folder of workspaces
 */
export function writeLayouts(root, folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const stem of notebookNames(root)) {
    const file = path.join(folder, `${workspaceSlug(stem)}.jupyterlab-workspace`);
    if (fs.existsSync(file)) continue;
    fs.writeFileSync(file, JSON.stringify(lessonLayout(stem, hasExercises(root, stem))));
  }
}

/**
 * JupyterLab's own name for a workspace's file.
 *
 * @param {string} name
 */
function workspaceSlug(name) {
  return `${name}-${createHash('sha256').update(name).digest('hex').slice(0, 4)}`;
}

/**
 * @param {string} stem
 * @param {boolean} withExercise
 */
function lessonLayout(stem, withExercise) {
  const notebook = { name: `notebook:notebooks/${stem}.ipynb`, path: `notebooks/${stem}.ipynb` };
  const exercise = { name: `editor:exercises/${stem}.ts`, path: `exercises/${stem}.ts` };
  const shown = withExercise ? [notebook, exercise] : [notebook];
  /** @type {Record<string, unknown>} */
  const data = {
    'layout-restorer:data': {
      main: {
        dock: {
          type: 'split-area',
          orientation: 'horizontal',
          sizes: withExercise ? [0.58, 0.42] : [1],
          children: shown.map(({ name }) => ({
            type: 'tab-area',
            currentIndex: 0,
            widgets: [name],
          })),
        },
        current: notebook.name,
      },
      down: { size: 0, widgets: [] },
      left: { collapsed: true, visible: true, widgets: [] },
      right: { collapsed: true, visible: true, widgets: [] },
      relativeSizes: [0, 1, 0],
    },
    'file-browser-filebrowser:cwd': { path: 'notebooks' },
    [notebook.name]: { data: { path: notebook.path, factory: 'Notebook' } },
  };
  if (withExercise) data[exercise.name] = { data: { path: exercise.path, factory: 'Editor' } };
  return { data, metadata: { id: stem } };
}

/** JupyterLab's settings for the course; a student's own settings go before them. */
const settings = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  // check() reads the exercise from disk: what is typed must be there when it runs.
  '@jupyterlab/docmanager-extension:plugin': {
    autosaveInterval: 2,
    defaultViewers: { markdown: 'Markdown Preview' },
  },
  '@jupyterlab/fileeditor-extension:plugin': {
    editorConfig: { lineNumbers: true, autoClosingBrackets: true, indentUnit: '2' },
  },
  '@jupyterlab/notebook-extension:tracker': { kernelShutdown: true, accessKernelHistory: false },
};

/**
 * Writes the settings that JupyterLab starts with.
 *
 * @param {string} folder JupyterLab's folder of application settings
 */
export function writeSettings(folder) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'overrides.json'), JSON.stringify(settings, undefined, 2));
}
