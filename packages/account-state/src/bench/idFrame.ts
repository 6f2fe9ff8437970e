import { hash53 } from '@sluice/domain';
import { Traffic, type TrafficBatch } from './traffic';

const ID_BYTES_MAX = 34;
const encoder = new TextEncoder();

/** The ids of a batch as a frame carries them: bytes and hashes. */
export class IdFrame {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly hashes: Float64Array;

  constructor(size: number) {
    this.bytes = new Uint8Array(size * ID_BYTES_MAX);
    this.starts = new Int32Array(size + 1);
    this.hashes = new Float64Array(size);
  }

  fill(batch: TrafficBatch): void {
    for (let i = 0; i < batch.size; i++) this.put(i, Traffic.idOf(batch.accounts[i]!));
  }

  put(i: number, accountId: string): void {
    const start = this.starts[i]!;
    this.starts[i + 1] = start + encoder.encodeInto(accountId, this.bytes.subarray(start)).written;
    this.hashes[i] = hash53(accountId);
  }
}
