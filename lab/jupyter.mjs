import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { firstLesson, notebookNames, writeLayouts, writeSettings } from './layout.mjs';

const onWindows = process.platform === 'win32';

/**
 * Where JupyterLab keeps things: all of it lies in the clone.
 *
 * @param {string} root the course's folder
 */
function labPlaces(root) {
  const own = path.join(root, '.unroll', 'jupyter');
  const venv = path.join(root, '.venv');
  return {
    python: onWindows ? path.join(venv, 'Scripts', 'python.exe') : path.join(venv, 'bin', 'python'),
    kernelspec: path.join(venv, 'share', 'jupyter', 'kernels', 'unroll'),
    config: path.join(own, 'config'),
    data: path.join(own, 'data'),
    runtime: path.join(own, 'runtime'),
    ipython: path.join(own, 'ipython'),
    appSettings: path.join(own, 'app-settings'),
    userSettings: path.join(own, 'user-settings'),
    workspaces: path.join(own, 'workspaces'),
  };
}

/**
 * Installs the kernel "Unroll (TypeScript)" into the clone's own Python environment, and
 * JupyterLab's settings.
 *
 * @param {string} root the course's folder
 */
export function installKernelspec(root) {
  const places = labPlaces(root);
  const node = path.join(root, 'node_modules', '.bin', onWindows ? 'node.exe' : 'node');
  const spec = {
    argv: [node, path.join(root, '.unroll', 'build', 'kernel.cjs'), '{connection_file}'],
    display_name: 'Unroll (TypeScript)',
    language: 'typescript',
    // A signal would not reach a kernel that a cell blocks; a message reaches its guard.
    interrupt_mode: 'message',
    env: { UNROLL_ROOT: root },
    metadata: { debugger: false },
  };
  fs.mkdirSync(places.kernelspec, { recursive: true });
  fs.writeFileSync(path.join(places.kernelspec, 'kernel.json'), JSON.stringify(spec, undefined, 2));
  writeSettings(places.appSettings);
}

/**
 * The environment in which Jupyter's programs find the clone's files and no others.
 *
 * @param {string} root the course's folder
 * @returns {NodeJS.ProcessEnv}
 */
export function labEnvironment(root) {
  const places = labPlaces(root);
  return {
    ...process.env,
    UNROLL_ROOT: root,
    JUPYTER_CONFIG_DIR: places.config,
    JUPYTER_DATA_DIR: places.data,
    JUPYTER_RUNTIME_DIR: places.runtime,
    JUPYTERLAB_SETTINGS_DIR: places.userSettings,
    JUPYTERLAB_WORKSPACES_DIR: places.workspaces,
    IPYTHONDIR: places.ipython,
    PYTHONNOUSERSITE: '1',
  };
}

/**
 * Starts JupyterLab on a lesson and prints its address. Ends when JupyterLab ends; JupyterLab ends
 * when this process does.
 *
 * @param {string} root the course's folder
 * @param {readonly string[]} args a notebook's name (default: the first lesson's), and what
 *   JupyterLab understands, such as `--no-browser` or `--port=8890`
 * @returns {Promise<number>} JupyterLab's exit status
 */
export async function startLab(root, args) {
  const places = labPlaces(root);
  const names = notebookNames(root);
  const stem = args.find((arg) => names.includes(arg)) ?? firstLesson(root);
  const options = args.filter((arg) => arg !== stem);
  const page = stem === undefined ? 'lab' : `lab/workspaces/${stem}`;
  writeLayouts(root, places.workspaces);
  writeSettings(places.appSettings);
  fs.mkdirSync(places.runtime, { recursive: true });
  const child = spawn(
    places.python,
    [
      path.join(root, 'lab', 'serve.py'),
      `--ServerApp.root_dir=${root}`,
      `--LabApp.default_url=/${page}`,
      `--LabApp.app_settings_dir=${places.appSettings}`,
      '--KernelSpecManager.allowed_kernelspecs=unroll',
      '--KernelSpecManager.ensure_native_kernel=False',
      '--LabApp.extension_manager=readonly',
      '--ServerApp.answer_yes=True',
      '--Application.log_level=ERROR',
      // root is nobody's student, but containers have no one else.
      ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
      ...options,
    ],
    {
      cwd: root,
      // With a token of ours, JupyterLab leaves it to us to print the address.
      env: { ...labEnvironment(root), JUPYTER_TOKEN: randomBytes(24).toString('hex') },
      stdio: ['pipe', 'inherit', 'inherit'],
      // Ctrl-C in the terminal reaches this process alone, which then ends JupyterLab in order.
      detached: !onWindows,
    },
  );
  announce(places.runtime, page, child);
  return await ending(child);
}

/**
 * Prints the address once the server answers there: it writes it down a little before it listens.
 *
 * @param {string} runtime
 * @param {string} page
 * @param {import('node:child_process').ChildProcess} child
 */
function announce(runtime, page, child) {
  const file = path.join(runtime, `jpserver-${String(child.pid)}.json`);
  let patience = 50; // looks, after which it is printed unasked
  let isTold = false;
  const timer = setInterval(() => {
    if (fs.existsSync(file)) void look();
  }, 100);
  const look = async () => {
    try {
      const { url, token } = JSON.parse(fs.readFileSync(file, 'utf8'));
      if (patience-- > 0) await fetch(`${url}api`);
      if (isTold) return;
      isTold = true;
      clearInterval(timer);
      console.log(`JupyterLab: ${url}${page}?token=${token}\nStop it with Ctrl-C.`);
    } catch {
      // Half written, or not listening yet: the next look finds it.
    }
  };
  child.once('exit', () => {
    clearInterval(timer);
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ending(child) {
  const end = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  // npm does not hand on the signal that ends it: what it started is left without a parent.
  const starter = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== starter) end();
  }, 500);
  watch.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
