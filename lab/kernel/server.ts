import { AsyncLocalStorage } from 'node:async_hooks';
import { Publisher, Reply, Router } from 'zeromq';
import { JupyterHandlerImpl, ZmqServer } from 'tslab/dist/jupyter.js';
import type { MimeBundle } from '../kernel-link.js';
import { describeThrown, type CellError } from './cell-error.js';
import type { RecordedExecutor } from './recorded-executor.js';
import { messageType, plainReply } from './wire.js';

type Message = Parameters<ZmqServer['handleExecute']>[1];

/** Where the front end listens; Jupyter writes it to the connection file. */
export type Connection = ZmqServer['connInfo'];

/** What replies are sent through: a socket, or the guard's channel. */
export interface Sender {
  send(frames: (Buffer | string)[]): unknown;
}

/** Time to read what was sent while a cell blocked this thread. */
const READ_WAITING_MS = 20;

/** Time for the last reply to leave. */
const LAST_WORDS_MS = 100;

const requests = new AsyncLocalStorage<Message>();

/** tslab's server with error messages, and with the control channel left to the guard. */
export class Server extends ZmqServer {
  readonly #executor: RecordedExecutor;
  #lastRequest: Message | undefined;
  #turn: Promise<void> = Promise.resolve();
  #received = 0;
  #abortedBefore = 0;
  /** Code for the cell below, by the request that asked for it. */
  readonly #nextCells = new WeakMap<Message, string>();

  constructor(executor: RecordedExecutor, connection: Connection) {
    // tslab's handler never hears of a failure: it would turn away all that comes within 200 ms
    // after one.
    const execute = async (source: string) => {
      await executor.execute(source);
      return true;
    };
    super(new JupyterHandlerImpl({ ...executor, execute }, false), '');
    this.#executor = executor;
    this.connInfo = connection;
  }

  /** Binds all channels but control, which must answer while a cell blocks this thread. */
  override async init(): Promise<void> {
    // No limit: by default a socket drops messages when a loop prints faster than the front end
    // reads. No timeout either: with one, zeromq puts off every 513th message, and throws at the
    // next that comes meanwhile.
    this.iopub = new Publisher({ sendHighWaterMark: 0, sendTimeout: 0 });
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

  /**
   * tslab knows no history and only warns in the running cell; JupyterLab asks for it with each
   * notebook.
   */
  override async handleShellMessage(socket: Sender, ...frames: Buffer[]): Promise<void> {
    if (messageType(frames) !== 'history_request') {
      await super.handleShellMessage(socket as unknown as Router, ...frames);
      return;
    }
    const reply = (type: string, content: object) =>
      plainReply(frames, type, content, this.connInfo.key);
    await this.iopub.send(reply('status', { execution_state: 'busy' }));
    socket.send(reply('history_reply', { status: 'ok', history: [] }));
    // JupyterLab takes a kernel for unknown until it hears of its state.
    await this.iopub.send(reply('status', { execution_state: 'idle' }));
  }

  async #echo(): Promise<void> {
    for await (const frames of this.hb) await this.hb.send(frames);
  }

  /** Runs a cell in its turn. */
  override async handleExecute(socket: Sender, request: Message): Promise<void> {
    const number = this.#received++;
    const turn = this.#turn.then(() => this.#serveCell(socket, request, number));
    this.#turn = turn;
    await turn;
  }

  /**
   * Unlike tslab, it says on iopub what ended a cell: front ends and runners look for errors there.
   * With a cell that fails, those that were waiting behind it are aborted, and none that comes
   * later.
   */
  async #serveCell(socket: Sender, request: Message, number: number): Promise<void> {
    // All waiting requests are read before a cell starts: if the guard cuts the cell off, no read
    // is lost with it.
    await new Promise((resolve) => setImmediate(resolve));
    const reply = request.createReply();
    reply.header.msg_type = 'execute_reply';
    if (number < this.#abortedBefore) reply.content = { status: 'aborted' };
    else {
      this.#lastRequest = request;
      const { execution_count } = await requests.run(request, () => this.#execute(request));
      const error = this.#executor.lastError();
      if (error !== undefined) {
        this.#publish(request, 'error', error);
        await new Promise((resolve) => setTimeout(resolve, READ_WAITING_MS));
        this.#abortedBefore = this.#received;
      }
      const status = error === undefined ? 'ok' : 'error';
      reply.content = { status, execution_count, ...this.#payloadOf(request), ...error };
    }
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
    await this.handleShellMessage(channel, ...buffers);
  }

  /** Jupyter asks the kernel to end; what its cells left running must not keep it. */
  override handleShutdown(socket: Sender, request: Message): void {
    super.handleShutdown(socket, request);
    setTimeout(() => process.exit(0), LAST_WORDS_MS);
  }

  /**
   * The process ends right after a shutdown: without its sockets, what a cell left running would
   * only throw.
   */
  override close(): void {
    this.handler.close();
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
   * Shows an output in the cell whose code asks for it; tslab's own way allows one MIME type an
   * output.
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
   * Puts code into a new cell below the one whose code asks for it, when that one has ended.
   *
   * @param code the new cell's text
   */
  nextCell(code: string): void {
    const cell = requests.getStore() ?? this.#lastRequest;
    if (cell !== undefined) this.#nextCells.set(cell, code);
  }

  /** Jupyter's way to give a front end the text of the next cell. */
  #payloadOf(request: Message) {
    const text = this.#nextCells.get(request);
    return text === undefined
      ? {}
      : { payload: [{ source: 'set_next_input', text, replace: false }] };
  }

  /**
   * Says that something went wrong outside of any cell's own run: a timer threw, or nobody awaited
   * a rejection.
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
