import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** A key: its letter, or its name such as `return`, `up`, `escape`; with Ctrl, `ctrl-c`. */
export type OnKey = (key: string) => void;

/** What ends a program in a terminal from outside. */
const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Takes single keys from a terminal. What is typed before somebody listens waits.
 *
 * The terminal is as it was before after `close`, and while the program is suspended by Ctrl-Z.
 */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #waiting: string[] = [];
  #listener: OnKey | undefined;
  #onReturn: () => void = () => undefined;

  constructor(input: ReadStream) {
    this.#input = input;
    emitKeypressEvents(input);
    input.on('keypress', this.#pressed);
    input.on('end', this.#ended);
    for (const signal of endings) process.on(signal, this.#ended);
    process.on('SIGCONT', this.#returned);
    input.setRawMode(true);
    input.resume();
  }

  /**
   * Hands over the keys typed so far, and each that follows.
   *
   * @param listener takes a key; a terminal that goes away is a Ctrl-C
   * @param onReturn called when the program goes on after it was suspended
   */
  listen(listener: OnKey, onReturn: () => void): void {
    this.#listener = listener;
    this.#onReturn = onReturn;
    for (const key of this.#waiting.splice(0)) listener(key);
  }

  close(): void {
    this.#input.off('keypress', this.#pressed);
    this.#input.off('end', this.#ended);
    for (const signal of endings) process.off(signal, this.#ended);
    process.off('SIGCONT', this.#returned);
    this.#input.setRawMode(false);
    this.#input.pause();
  }

  #press(key: string): void {
    if (this.#listener === undefined) this.#waiting.push(key);
    else this.#listener(key);
  }

  readonly #pressed = (text: string | undefined, { name, ctrl = false }: Key): void => {
    const key = name ?? text ?? '';
    if (ctrl && key === 'z' && process.platform !== 'win32') {
      this.#input.setRawMode(false);
      // As a terminal does it: to all that was started together.
      process.kill(0, 'SIGTSTP');
    } else this.#press(ctrl ? `ctrl-${key}` : key);
  };

  readonly #returned = (): void => {
    this.#input.setRawMode(true);
    this.#onReturn();
  };

  readonly #ended = (): void => {
    this.#press('ctrl-c');
  };
}
