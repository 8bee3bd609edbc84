import { AsyncLocalStorage } from 'node:async_hooks';
import { Publisher, Reply, Router } from 'zeromq';
import { JupyterHandlerImpl, ZmqServer } from 'tslab/dist/jupyter.js';
import type { MimeBundle } from '../kernel-link.js';
import { describeThrown, type CellError } from './cell-error.js';
import type { RecordedExecutor } from './recorded-executor.js';

type Message = Parameters<ZmqServer['handleExecute']>[1];

/** Where the front end listens; Jupyter writes it to the connection file. */
export type Connection = ZmqServer['connInfo'];

/** What replies are sent through: a socket, or the guard's channel. */
export interface Sender {
  send(frames: (Buffer | string)[]): unknown;
}

/** Time for the last reply to leave. */
const LAST_WORDS_MS = 100;

const requests = new AsyncLocalStorage<Message>();

/** tslab's server with error messages, and with the control channel left to the guard. */
export class Server extends ZmqServer {
  readonly #executor: RecordedExecutor;
  #lastRequest: Message | undefined;

  constructor(executor: RecordedExecutor, connection: Connection) {
    // Requests wait in a queue: which one runs is known when its code starts.
    const execute = (source: string) => {
      this.#lastRequest = requests.getStore();
      return executor.execute(source);
    };
    super(new JupyterHandlerImpl({ ...executor, execute }, false), '');
    this.#executor = executor;
    this.connInfo = connection;
  }

  /** Binds all channels but control, which must answer while a cell blocks this thread. */
  override async init(): Promise<void> {
    // No limit: by default a socket drops messages when a loop prints faster than the front end reads.
    this.iopub = new Publisher({ sendHighWaterMark: 0 });
    this.shell = new Router();
    this.control = new Router();
    this.stdin = new Router();
    this.hb = new Reply();
    const { transport, ip } = this.connInfo;
    const bind = (socket: Publisher | Router | Reply, port: number) =>
      socket.bind(`${transport}://${ip}:${String(port)}`);
    await bind(this.iopub, this.connInfo.iopub_port);
    await bind(this.stdin, this.connInfo.stdin_port);
    await bind(this.hb, this.connInfo.hb_port);
    await bind(this.shell, this.connInfo.shell_port);
    void this.#echo();
    void this.#serve();
  }

  async #serve(): Promise<void> {
    for await (const frames of this.shell) void this.handleShellMessage(this.shell, ...frames);
  }

  async #echo(): Promise<void> {
    for await (const frames of this.hb) await this.hb.send(frames);
  }

  /**
   * Runs a cell. Unlike tslab's own, it says on iopub what ended the cell: front ends and runners look for errors there.
   */
  override async handleExecute(socket: Sender, request: Message): Promise<void> {
    // All waiting requests are read before a cell starts: if the guard cuts the cell off, no read is lost with it.
    await new Promise((resolve) => setImmediate(resolve));
    const reply = request.createReply();
    reply.header.msg_type = 'execute_reply';
    const { status, execution_count } = await requests.run(request, () => this.#execute(request));
    const error = status === 'error' ? this.#executor.lastError() : undefined;
    if (error !== undefined) this.#publish(request, 'error', error);
    reply.content = { status: status === 'abort' ? 'aborted' : status, execution_count, ...error };
    reply.signAndSend(this.connInfo.key, socket);
  }

  /**
   * Answers a message that came to the control channel.
   *
   * @param channel takes the reply
   * @param frames the message as the guard received it
   */
  async handleControl(channel: Sender, frames: readonly Uint8Array[]): Promise<void> {
    // Buffers arrive from the other thread as plain byte arrays.
    const buffers = frames.map((frame) => Buffer.from(frame));
    await this.handleShellMessage(channel as unknown as Router, ...buffers);
  }

  /** Jupyter asks the kernel to end; what its cells left running must not keep it. */
  override handleShutdown(socket: Sender, request: Message): void {
    super.handleShutdown(socket, request);
    // An orderly exit aborts in zeromq, whose sockets live on two threads; there is nothing left to put in order.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS_MS);
  }

  #execute(request: Message) {
    return this.handler.handleExecute(
      request.content as Parameters<typeof this.handler.handleExecute>[0],
      (name, text) => {
        this.#publish(request, 'stream', { name, text });
      },
      (data, update) => {
        this.#publish(request, update ? 'update_display_data' : 'display_data', data);
      },
    );
  }

  /**
   * Shows an output in the cell whose code asks for it; tslab's own way allows one MIME type an output.
   *
   * @param bundle the output in several forms
   * @param id names an output that later ones replace
   * @param update whether one of that name is shown
   */
  display(bundle: MimeBundle, id: string | undefined, update: boolean): void {
    const cell = requests.getStore() ?? this.#lastRequest;
    if (cell === undefined) return;
    const transient = id === undefined ? {} : { display_id: id };
    const content = { data: bundle, metadata: {}, transient };
    this.#publish(cell, update ? 'update_display_data' : 'display_data', content);
  }

  /**
   * Says that something went wrong outside of any cell's own run: a timer threw, or nobody awaited a rejection.
   *
   * @param thrown what was thrown
   * @param when in words
   */
  publishLateError(thrown: unknown, when: string): void {
    const error = describeThrown(thrown, when);
    const cell = requests.getStore() ?? this.#lastRequest;
    if (cell === undefined) process.stderr.write(error.traceback.join('\n') + '\n');
    else this.#publish(cell, 'error', error);
  }

  #publish(request: Message, type: string, content: object | CellError): void {
    const message = request.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(this.connInfo.key, this.iopub);
  }
}
