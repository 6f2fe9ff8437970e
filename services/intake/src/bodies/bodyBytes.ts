import type { Transfer } from '@sluice/domain';
import { ByteWriter, writeTransferBody } from '@sluice/log-format';

// Several times what the longest admissible transfer takes.
const BODY_BYTES_MAX = 32 * 1024;

/** The body of one transfer as it goes into the log, with a view on the same bytes; filled again for each record. */
export class BodyBytes {
  readonly bytes = Buffer.alloc(BODY_BYTES_MAX);
  readonly view = new DataView(this.bytes.buffer, this.bytes.byteOffset, BODY_BYTES_MAX);
  length = 0;
  private readonly writer = new ByteWriter();

  /** Fills it with a transfer that has been checked: its strings are of bounded length. */
  fill(transfer: Transfer): void {
    this.writer.clear();
    writeTransferBody(this.writer, transfer);
    this.bytes.set(this.writer.view());
    this.length = this.writer.length;
  }
}
