import { Session } from 'node:inspector';
import type { MessagePort } from 'node:worker_threads';
import { Router } from 'zeromq';
import type { Connection } from './server.js';
import { messageType, plainReply } from './wire.js';

/** What the guard tells the kernel's main thread. */
export type GuardMessage =
  | { readonly kind: 'control'; readonly frames: Uint8Array[] }
  | { readonly kind: 'stop' }
  | { readonly kind: 'cut-off' };

/** What the main thread tells the guard. */
export type KernelMessage =
  { readonly kind: 'control'; readonly frames: Uint8Array[] } | { readonly kind: 'awake' };

/** What the guard is given. */
export interface Guarded {
  readonly connection: Connection;
  /** The process that started the kernel. */
  readonly parent: number;
  /** Leads to the kernel's main thread. */
  readonly kernel: MessagePort;
}

const PARENT_CHECK_MS = 500;
const PATIENCE_MS = 2000;
const SHUTDOWN_MS = 1500;

/**
 * Runs on a thread of its own, so that it acts while a cell blocks the main thread: it ends the
 * kernel when Jupyter is gone, answers the control channel, and cuts off a cell that does not react
 * to a stop.
 *
 * @param guarded where the front end listens, and who started the kernel
 */
export async function guardKernel({ connection, parent, kernel }: Guarded): Promise<void> {
  endWith(parent);
  const stop = createStop(kernel);
  const control = new Router();
  kernel.on('message', (message: KernelMessage) => {
    if (message.kind === 'control') void control.send(message.frames);
  });
  const { transport, ip, control_port } = connection;
  await control.bind(`${transport}://${ip}:${String(control_port)}`);
  for await (const frames of control) {
    const type = messageType(frames);
    if (type === 'interrupt_request') {
      stop();
      void control.send(plainReply(frames, 'interrupt_reply', { status: 'ok' }, connection.key));
    } else {
      if (type === 'shutdown_request') setTimeout(killKernel, SHUTDOWN_MS);
      kernel.postMessage({ kind: 'control', frames } satisfies GuardMessage);
    }
  }
}

/** A kernel whose Jupyter died would stay for good, with all its memory: nothing else tells it. */
function endWith(parent: number): void {
  setInterval(() => {
    if (process.ppid !== parent) killKernel();
  }, PARENT_CHECK_MS);
}

function killKernel(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Stops the running cell. The main thread aborts the cell's signal; if it does not even answer, the
 * cell blocks it: then the cell is cut off, after a while or at the second request. In between, a
 * signal ends loops that never awaited anything.
 */
function createStop(kernel: MessagePort): () => void {
  let patience: NodeJS.Timeout | undefined;
  kernel.on('message', (message: KernelMessage) => {
    if (message.kind !== 'awake') return;
    clearTimeout(patience);
    patience = undefined;
  });
  const cutOff = () => {
    patience = undefined;
    terminateMainThread();
    kernel.postMessage({ kind: 'cut-off' } satisfies GuardMessage);
  };
  return () => {
    kernel.postMessage({ kind: 'stop' } satisfies GuardMessage);
    // On Windows a signal would end the kernel.
    if (process.platform !== 'win32') process.kill(process.pid, 'SIGINT');
    if (patience === undefined) patience = setTimeout(cutOff, PATIENCE_MS);
    else {
      clearTimeout(patience);
      cutOff();
    }
  };
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => {
    session.disconnect();
  });
}
