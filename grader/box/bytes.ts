/** Bytes of one machine's own numbers: both ends of the channel are processes of it. */

/** A value cannot cross the channel, or bytes are not a value. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** A value says of itself what is not so. No honest code makes one. */
export class LieError extends WireError {}

/** Bytes that grow as they are written, up to a limit. */
export class Writer {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly encoder = new TextEncoder();

  constructor(private readonly most: number) {}

  private room(more: number): number {
    const start = this.length;
    this.length += more;
    if (this.length > this.most)
      throw new WireError(`a result of at most ${String(Math.floor(this.most / 2 ** 20))} MB`);
    if (this.length > this.bytes.length) {
      const wider = new Uint8Array(Math.max(this.length, 2 * this.bytes.length));
      wider.set(this.bytes);
      this.bytes = wider;
      this.view = new DataView(wider.buffer);
    }
    return start;
  }

  byte(value: number): void {
    const at = this.room(1);
    this.bytes[at] = value;
  }

  count(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value, true);
  }

  double(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value, true);
  }

  doubles(values: Float64Array): void {
    const at = this.room(values.byteLength);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
  }

  text(value: string): void {
    if (value.length > this.most) this.room(value.length);
    const encoded = this.encoder.encode(value);
    this.count(encoded.length);
    const at = this.room(encoded.length);
    this.bytes.set(encoded, at);
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Reads what a writer wrote and never past its end. */
export class Reader {
  private at = 0;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder();

  private readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array) {
    // A plain view: slices of Node's Buffer would share its memory.
    this.bytes = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start) throw new WireError('more bytes than there are');
    this.at += length;
    return start;
  }

  byte(): number {
    return this.view.getUint8(this.take(1));
  }

  count(): number {
    return this.view.getUint32(this.take(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  doubles(count: number): Float64Array {
    const start = this.take(8 * count);
    return new Float64Array(this.bytes.slice(start, start + 8 * count).buffer);
  }

  text(): string {
    const length = this.count();
    const start = this.take(length);
    return this.decoder.decode(this.bytes.subarray(start, start + length));
  }

  /** A count of things that take at least one byte each, so that no count outgrows the bytes. */
  countOfThings(): number {
    const count = this.count();
    if (count > this.bytes.length - this.at) throw new WireError('a count within the bytes');
    return count;
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new WireError('nothing after the value');
  }
}
