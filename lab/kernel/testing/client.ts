import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';

/** What the kernel published while a cell ran, and what it replied. */
export interface CellResult {
  readonly status: string;
  /** All that the cell wrote to stdout and stderr. */
  readonly text: string;
  readonly errors: readonly KernelError[];
  readonly displays: readonly Record<string, unknown>[];
  /** What the reply asks the front end to do. */
  readonly payload: unknown;
}

type Published = Omit<CellResult, 'status' | 'payload'>;

export interface KernelError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

interface Message {
  readonly type: string;
  readonly parent: string;
  readonly content: Record<string, unknown>;
}

/** A kernel started for a test, and a client of it. */
export class TestKernel {
  readonly #key = randomUUID();
  readonly #folder = mkdtempSync(join(tmpdir(), 'unroll-kernel-'));
  readonly #shell = new Dealer();
  readonly #control = new Dealer();
  readonly #iopub = new Subscriber();
  readonly #published: Message[] = [];
  readonly #replies = new Map<string, (content: Record<string, unknown>) => void>();
  #process: ChildProcess | undefined;

  /**
   * @param program the bundled kernel
   * @param root folder that cells run in
   * @param command what runs the program; default: this Node
   */
  async start(program: string, root: string, command = [process.execPath]): Promise<void> {
    const [shell, iopub, stdin, control, heartbeat] = await freePorts(5);
    const file = join(this.#folder, 'connection.json');
    const connection = {
      transport: 'tcp',
      ip: '127.0.0.1',
      key: this.#key,
      signature_scheme: 'hmac-sha256',
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: heartbeat,
    };
    writeFileSync(file, JSON.stringify(connection));
    const [executable = process.execPath, ...args] = command;
    this.#process = spawn(executable, [...args, program, file], {
      env: { ...process.env, UNROLL_ROOT: root },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.#shell.connect(`tcp://127.0.0.1:${String(shell)}`);
    this.#control.connect(`tcp://127.0.0.1:${String(control)}`);
    this.#iopub.connect(`tcp://127.0.0.1:${String(iopub)}`);
    this.#iopub.subscribe();
    void this.#readReplies(this.#shell);
    void this.#readReplies(this.#control);
    void this.#readPublished();
    // Sent while the kernel is starting: it must not be lost.
    const early = this.#request(this.#control, 'kernel_info_request', {});
    // A subscription takes a moment to arrive: ask until the answer's "idle" is seen.
    while (!this.#published.some(({ type }) => type === 'status')) {
      await this.#request(this.#shell, 'kernel_info_request', {});
      await sleep(20);
    }
    await early;
  }

  /** Asks for what was typed before, as JupyterLab does with each notebook. */
  async history(): Promise<{ readonly history: unknown; readonly states: readonly unknown[] }> {
    const id = randomUUID();
    const { history } = await this.#request(this.#shell, 'history_request', {}, id);
    await sleep(50);
    return { history, states: this.of(id).map(({ content }) => content['execution_state']) };
  }

  /** Runs a cell and waits for its reply and its last output. */
  async run(code: string): Promise<CellResult> {
    return await this.begin(code).result;
  }

  /** Starts a cell; `result` resolves when it has ended. */
  begin(code: string): { readonly id: string; readonly result: Promise<CellResult> } {
    const id = randomUUID();
    const content = { code, silent: false, store_history: true, stop_on_error: true };
    const reply = this.#request(this.#shell, 'execute_request', content, id);
    const result = reply.then(async ({ status, payload }) => {
      while (!this.of(id).some(({ content }) => content['execution_state'] === 'idle'))
        await sleep(5);
      return { status: String(status), payload, ...summary(this.of(id)) };
    });
    return { id, result };
  }

  /** What a cell has published so far, late output included. */
  published(id: string): Published {
    return summary(this.of(id));
  }

  /** Presses the stop button. */
  async interrupt(): Promise<void> {
    await this.#request(this.#control, 'interrupt_request', {});
  }

  async shutdown(): Promise<void> {
    await this.#request(this.#control, 'shutdown_request', { restart: false });
  }

  /** Kills the process that was started. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  /** Resolves when the process that was started has ended. */
  async ended(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
  }

  /** Ends everything the test started. */
  close(): void {
    this.kill();
    this.#shell.close();
    this.#control.close();
    this.#iopub.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  private of(id: string): readonly Message[] {
    return this.#published.filter(({ parent }) => parent === id);
  }

  #request(
    socket: Dealer,
    type: string,
    content: object,
    id: string = randomUUID(),
  ): Promise<Record<string, unknown>> {
    const header = { msg_id: id, msg_type: type, session: 'test', username: '', version: '5.3' };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    const reply = new Promise<Record<string, unknown>>((resolve) => this.#replies.set(id, resolve));
    void socket.send(['<IDS|MSG>', hmac.digest('hex'), ...parts]);
    return reply;
  }

  async #readReplies(socket: Dealer): Promise<void> {
    for await (const frames of socket) {
      const { parent, content } = parse(frames);
      this.#replies.get(parent)?.(content);
    }
  }

  async #readPublished(): Promise<void> {
    for await (const frames of this.#iopub) this.#published.push(parse(frames));
  }
}

function parse(frames: readonly Buffer[]): Message {
  const start = frames.findIndex((frame) => String(frame) === '<IDS|MSG>');
  const [header, parent, , content] = frames
    .slice(start + 2)
    .map((frame) => JSON.parse(String(frame)) as Record<string, unknown>);
  return {
    type: String(header?.['msg_type']),
    parent: String(parent?.['msg_id']),
    content: content ?? {},
  };
}

function summary(messages: readonly Message[]): Published {
  const of = (...types: string[]) =>
    messages.filter(({ type }) => types.includes(type)).map(({ content }) => content);
  return {
    text: of('stream')
      .map(({ text }) => String(text))
      .join(''),
    errors: of('error') as unknown as KernelError[],
    displays: of('display_data', 'update_display_data'),
  };
}

/** Ports that nobody listens on right now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.once('listening', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Waits. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
