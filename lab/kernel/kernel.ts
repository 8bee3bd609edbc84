import type { MessagePort } from 'node:worker_threads';
import { createConverter } from 'tslab/dist/converter.js';
import { KERNEL_LINK, type KernelLink } from '../kernel-link.js';
import { silenceTimersOfStoppedCells, signalOfCell, stopRunningCell } from './cells.js';
import { withDependents } from './dependents.js';
import { withFreshFiles, type FileWatch } from './file-watch.js';
import type { GuardMessage, KernelMessage } from './guard.js';
import { createRecordedExecutor, type RecordedExecutor } from './recorded-executor.js';
import { Server, type Connection } from './server.js';

/**
 * Serves a notebook: compiles and runs its cells from the course's folder.
 *
 * @param root the course's folder
 * @param connection where the front end listens
 * @param guard runs beside it and tells it what to do through this
 * @param files watches the files that cells import
 */
export async function runKernel(
  root: string,
  connection: Connection,
  guard: MessagePort,
  files: FileWatch,
): Promise<void> {
  silenceTimersOfStoppedCells();
  const converter = withFreshFiles(withDependents(createConverter()), files);
  const executor = createRecordedExecutor(root, converter);
  const server = new Server(executor, connection);
  const link: KernelLink = {
    signalOfCell,
    display: (bundle, id, update = false) => {
      server.display(bundle, id, update);
    },
    nextCell: (code) => {
      server.nextCell(code);
    },
  };
  Object.defineProperty(globalThis, KERNEL_LINK, { value: link });
  process.on('SIGINT', stopRunningCell);
  process.on('uncaughtException', (thrown) => {
    server.publishLateError(thrown, 'thrown outside of a running cell, by a timer or a callback');
  });
  process.on('unhandledRejection', (reason) => {
    server.publishLateError(reason, 'a rejected promise that nobody awaited');
  });
  // An orderly exit aborts in zeromq, whose sockets live on two threads; there is nothing left to
  // put in order.
  process.on('exit', () => {
    process.kill(process.pid, 'SIGKILL');
  });
  await server.init();
  obey(guard, server, executor);
}

function obey(guard: MessagePort, server: Server, executor: RecordedExecutor): void {
  guard.on('message', (message: GuardMessage) => {
    if (message.kind === 'cut-off') executor.cutOff();
    else if (message.kind === 'stop') {
      guard.postMessage({ kind: 'awake' } satisfies KernelMessage);
      stopRunningCell();
    } else {
      const channel = {
        send: (frames: (Buffer | string)[]) => {
          guard.postMessage({
            kind: 'control',
            frames: frames.map((frame) => Buffer.from(frame)),
          } satisfies KernelMessage);
        },
      };
      void server.handleControl(channel, message.frames);
    }
  });
}
