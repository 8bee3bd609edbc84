import { frames, secretLength } from './protocol.js';

/** What the judge makes of the box's frames. */
export interface FrameEvents {
  ready(): void;
  output(text: string): void;
  /** A reply with the secret of the request it claims to answer. */
  reply(secret: Buffer, body: Uint8Array): void;
  /** Bytes that the runtime would never send. */
  garbage(reason: string): void;
}

/** Cuts the channel's bytes into frames, whatever pieces they come in. */
export class FrameReader {
  private waiting: Buffer[] = [];
  private length = 0;
  private stopped = false;

  constructor(
    private readonly most: number,
    private readonly events: FrameEvents,
  ) {}

  take(bytes: Buffer): void {
    if (this.stopped) return;
    this.waiting.push(bytes);
    this.length += bytes.length;
    while (this.length >= 5) {
      const head = this.joined();
      const size = head.readUInt32LE(0);
      if (size > this.most || size < 1) {
        this.stop(`a frame of ${String(size)} bytes`);
        return;
      }
      if (this.length < 4 + size) return;
      this.waiting = [head.subarray(4 + size)];
      this.length -= 4 + size;
      this.frame(head.subarray(4, 4 + size));
    }
  }

  private joined(): Buffer {
    const [first] = this.waiting;
    // Only the header is needed until a frame is whole.
    if (first !== undefined && first.length >= 5 && this.length < 4 + first.readUInt32LE(0))
      return first;
    const head = Buffer.concat(this.waiting);
    this.waiting = [head];
    return head;
  }

  private frame(frame: Buffer): void {
    const body = frame.subarray(1);
    if (frame[0] === frames.ready) this.events.ready();
    else if (frame[0] === frames.output) this.events.output(body.toString('utf8'));
    else if (frame[0] === frames.reply && body.length >= secretLength)
      this.events.reply(body.subarray(0, secretLength), body.subarray(secretLength));
    else this.stop('a frame of no known kind');
  }

  private stop(reason: string): void {
    this.stopped = true;
    this.waiting = [];
    this.events.garbage(reason);
  }
}
