import type { Box } from '../box/contract.js';
import { isFailure, isFinal, type Subject } from '../judge/subject.js';
import type { Outcome } from '../outcome.js';

/**
 * Functions of our own in one box; where one of them ends the box, the next is asked in a new one.
 */
export class TrustedBox {
  #box: Promise<Box> | undefined;

  /** @param open opens the box when it is first asked, and again after its end */
  constructor(private readonly open: () => Promise<Box>) {}

  /** The function that the box's code exports under a name. */
  subject(name: string): Subject {
    return {
      call: (args) => this.ask((box) => box.call(args, name)),
      handle: (handle, args) => this.ask((box) => box.handle(handle, args)),
      gradient: (args, withRespectTo, cotangent) =>
        this.ask((box) => box.gradient(args, withRespectTo, cotangent, name)),
    };
  }

  async close(): Promise<void> {
    const box = this.#box;
    this.#box = undefined;
    await (await box)?.close();
  }

  private async ask(put: (box: Box) => Promise<Outcome>): Promise<Outcome> {
    const outcome = await put(await (this.#box ??= this.open()));
    if (isFailure(outcome) && isFinal(outcome)) await this.close();
    return outcome;
  }
}
