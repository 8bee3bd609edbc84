import { readSync, writeSync } from 'node:fs';
import { frames, secretLength } from '../protocol.js';

/** The descriptor the judge opened for the box, beside the standard three. */
const descriptor = 3;

/**
 * The box's end of the channel. It reads synchronously: between calls nothing of the student's
 * runs, no timer and no promise.
 */
export class Channel {
  private secret = new Uint8Array(secretLength);

  ready(): void {
    send(frames.ready, []);
  }

  output(text: string): void {
    send(frames.output, [new TextEncoder().encode(text)]);
  }

  /** The next request; undefined if the judge is gone. */
  next(): Uint8Array | undefined {
    const header = readExactly(4);
    if (header === undefined) return undefined;
    const length = new DataView(header.buffer).getUint32(0, true);
    const frame = readExactly(length);
    if (frame === undefined) return undefined;
    this.secret = frame.slice(0, secretLength);
    return frame.subarray(secretLength);
  }

  /** Answers the request that was read last. */
  reply(body: Uint8Array): void {
    send(frames.reply, [this.secret, body]);
  }
}

function send(kind: number, parts: readonly Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  const frame = new Uint8Array(4 + length);
  new DataView(frame.buffer).setUint32(0, length, true);
  frame[4] = kind;
  let at = 5;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  for (let sent = 0; sent < frame.length;) sent += writeSync(descriptor, frame, sent);
}

function readExactly(length: number): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length;) {
    const count = readSync(descriptor, bytes, have, length - have, null);
    if (count === 0) return undefined;
    have += count;
  }
  return bytes;
}
