import { createHmac, randomUUID } from 'node:crypto';

const DELIMITER = '<IDS|MSG>';

/**
 * What a message is about. It is made of addresses, a delimiter, a signature, header, parent
 * header, metadata, content.
 *
 * @param frames the message as a socket received it
 */
export function messageType(frames: readonly Buffer[]): string {
  const header = frames[delimiterAt(frames) + 2];
  return (JSON.parse(String(header)) as { msg_type: string }).msg_type;
}

/**
 * A signed reply.
 *
 * @param frames the request as a socket received it
 * @param type the reply's type
 * @param content by its type
 * @param key what the front end and the kernel sign with
 */
export function plainReply(
  frames: readonly Buffer[],
  type: string,
  content: object,
  key: string,
): (Buffer | string)[] {
  const start = delimiterAt(frames);
  const parent = JSON.parse(String(frames[start + 2])) as Record<string, unknown>;
  const header = { ...parent, msg_id: randomUUID(), msg_type: type };
  const body = [header, parent, {}, content].map((part) => JSON.stringify(part));
  const signature = createHmac('sha256', key);
  for (const part of body) signature.update(part);
  return [...frames.slice(0, start), DELIMITER, signature.digest('hex'), ...body];
}

function delimiterAt(frames: readonly Buffer[]): number {
  return frames.findIndex((frame) => frame.equals(Buffer.from(DELIMITER)));
}
