import { readFileSync } from 'node:fs';
import { isMainThread, MessageChannel, Worker, workerData } from 'node:worker_threads';
import { FileWatch } from './file-watch.js';
import type { Guarded } from './guard.js';
import { mendTypeScript } from './mended-typescript.js';
import type { Connection } from './server.js';

/**
 * The kernel's program: `node kernel.cjs CONNECTION_FILE`, with the course's folder in UNROLL_ROOT.
 */
async function main(): Promise<void> {
  if (!isMainThread) {
    const { guardKernel } = await import('./guard.js');
    await guardKernel(workerData as Guarded);
    return;
  }
  const [, program = '', connectionFile] = process.argv;
  if (connectionFile === undefined) throw new Error('Usage: node kernel.cjs CONNECTION_FILE');
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8')) as Connection;
  // First of all: Jupyter may be gone before the rest is loaded.
  // A channel keeps what the guard says until the kernel listens; a worker's own messages would be
  // lost.
  const { port1: guard, port2: kernel } = new MessageChannel();
  const guarded: Guarded = { connection, parent: process.ppid, kernel };
  new Worker(program, { workerData: guarded, transferList: [kernel] }).on('error', (error) => {
    console.error('The kernel lost its guard:', error);
    process.exit(1);
  });
  const root = process.env['UNROLL_ROOT'] ?? process.cwd();
  process.chdir(root);
  const files = new FileWatch();
  mendTypeScript(root, files);
  // Loaded only now: tslab takes the compiler as it finds it.
  const { runKernel } = await import('./kernel.js');
  await runKernel(root, connection, guard, files);
}

void main();
