import { ByteReader, FrameFormatError } from './byteReader';
import { ByteWriter } from './byteWriter';
import type { Lane } from './coordinates';

/**
 * Version of the frame format; a reader refuses every other one. 2: the findings in a CREDIT body have their length in
 * front (version 1 was never released).
 */
export const FRAME_FORMAT_VERSION = 2;
/** A frame is closed before it grows beyond this many bytes; one entry alone may be larger. */
export const FRAME_BYTES_MAX = 256 * 1024;

/**
 * Builds the frames of one target partition. A frame is: version, flags (0), then segments; a segment is one lane:
 * source, incarnation, partition, first offset, byte length of its entries, then entries: offset delta, index, type,
 * body length, body. All integers are varints but for the one-byte version, flags and type.
 */
export class FrameBuilder {
  private readonly frame = new ByteWriter(16 * 1024);
  private readonly segment = new ByteWriter(16 * 1024);
  private readonly body = new ByteWriter(1024);
  private lane: Lane | null = null;
  private firstOffset = 0;
  private lastOffset = 0;
  private readonly closed: Buffer[] = [];
  private entries = 0;

  /** Appends an entry; `write` writes its body. Entries of a lane must come in (offset, index) order. */
  append(lane: Lane, offset: number, index: number, type: number, write: (body: ByteWriter) => void): void {
    this.body.clear();
    write(this.body);
    this.appendBody(lane, offset, index, type, this.body);
  }

  /** Appends an entry whose body has been written: `append` without a function per entry. */
  appendBody(lane: Lane, offset: number, index: number, type: number, body: ByteWriter): void {
    this.openEntry(lane, offset, index, type, body.length);
    this.segment.append(body);
  }

  /**
   * Appends an entry whose body is the byte `first`, left out where that is -1, and the first `length` bytes of a view:
   * `appendBody` without a copy in between.
   */
  appendShown(
    lane: Lane,
    offset: number,
    index: number,
    type: number,
    first: number,
    body: DataView,
    length: number,
  ): void {
    this.openEntry(lane, offset, index, type, first < 0 ? length : length + 1);
    if (first >= 0) this.segment.u8(first);
    this.segment.shown(body, length);
  }

  private openEntry(lane: Lane, offset: number, index: number, type: number, bodyLength: number): void {
    if (this.entries > 0 && this.frame.length + this.segment.length + bodyLength + 64 > FRAME_BYTES_MAX) {
      this.closeFrame();
    }
    const current = this.lane;
    if (
      current === null ||
      current.source !== lane.source ||
      current.partition !== lane.partition ||
      current.incarnation !== lane.incarnation ||
      offset < this.lastOffset
    ) {
      this.closeSegment();
      // A copy: the caller may use its lane object again for the next entry.
      this.lane = { source: lane.source, incarnation: lane.incarnation, partition: lane.partition };
      this.firstOffset = offset;
      this.lastOffset = offset;
    }
    this.segment.varint(offset - this.lastOffset);
    this.segment.varint(index);
    this.segment.u8(type);
    this.segment.varint(bodyLength);
    this.lastOffset = offset;
    this.entries += 1;
  }

  /** The frames built since the last call, in order; none where nothing was appended. */
  take(): Buffer[] {
    this.closeFrame();
    return this.closed.splice(0);
  }

  private closeSegment(): void {
    const lane = this.lane;
    if (lane === null || this.segment.length === 0) return;
    if (this.frame.length === 0) {
      this.frame.u8(FRAME_FORMAT_VERSION);
      this.frame.u8(0);
    }
    this.frame.varint(lane.source);
    this.frame.varint(lane.incarnation);
    this.frame.varint(lane.partition);
    this.frame.varint(this.firstOffset);
    this.frame.varint(this.segment.length);
    this.frame.bytes(this.segment.view());
    this.segment.clear();
    this.lane = null;
  }

  private closeFrame(): void {
    this.closeSegment();
    if (this.frame.length > 0) this.closed.push(this.frame.copy());
    this.frame.clear();
    this.entries = 0;
  }
}

/**
 * Walks the entries of one frame without making an object of any: after `next()` returned true the fields tell where
 * the entry came from and where in `bytes` its body lies.
 */
export class FrameCursor {
  readonly lane = { source: 0, incarnation: 0, partition: 0 };
  offset = 0;
  index = 0;
  type = 0;
  bytes: Buffer = EMPTY;
  bodyStart = 0;
  bodyEnd = 0;
  /** 0 for the first entry of the frame, then 1, 2, … */
  ordinal = -1;
  private segmentEnd = 0;
  private readonly reader = new ByteReader();

  reset(frame: Buffer): this {
    this.bytes = frame;
    this.reader.reset(frame);
    const version = this.reader.u8();
    if (version !== FRAME_FORMAT_VERSION) {
      throw new FrameFormatError(`frame format version ${version}; this build reads ${FRAME_FORMAT_VERSION}`);
    }
    this.reader.u8();
    this.segmentEnd = this.reader.position;
    this.ordinal = -1;
    return this;
  }

  next(): boolean {
    const reader = this.reader;
    if (reader.position >= this.segmentEnd) {
      if (reader.done) return false;
      this.lane.source = reader.varint();
      this.lane.incarnation = reader.varint();
      this.lane.partition = reader.varint();
      this.offset = reader.varint();
      const length = reader.varint();
      this.segmentEnd = reader.position + length;
      if (this.segmentEnd > reader.end || length === 0)
        throw new FrameFormatError('segment outside its frame');
    }
    this.offset += reader.varint();
    this.index = reader.varint();
    this.type = reader.u8();
    const length = reader.varint();
    this.bodyStart = reader.position;
    reader.skip(length);
    this.bodyEnd = reader.position;
    this.ordinal += 1;
    return true;
  }

  /** A reader over the body of the current entry. */
  body(into: ByteReader): ByteReader {
    return into.reset(this.bytes, this.bodyStart, this.bodyEnd);
  }
}

const EMPTY = Buffer.alloc(0);
