import type { AccountStore } from '@sluice/account-state';
import { BODY, ByteReader, ENTRY_TYPES, FrameCursor, skipCreditHead } from '@sluice/log-format';

const AT_ONCE_MAX = 32;

/**
 * Reads ahead in a frame which accounts its entries are for, so that the store fetches them from memory all at once instead
 * of one after the other. Changes nothing but the time it takes.
 */
export class AccountsAhead {
  private readonly cursor = new FrameCursor();
  private readonly reader = new ByteReader();
  private readonly hashes = new Float64Array(AT_ONCE_MAX);

  reset(frame: Buffer): void {
    this.cursor.reset(frame);
  }

  /** Brings near what the next `entries` entries need, at most 32. */
  warm(accounts: AccountStore, entries: number): void {
    const { cursor, hashes } = this;
    let count = 0;
    for (let read = 0; read < entries && cursor.next(); read++) {
      if (cursor.type === ENTRY_TYPES.DEBIT) hashes[count++] = this.hashAt(BODY.debtorHash);
      else if (cursor.type === ENTRY_TYPES.CREDIT) hashes[count++] = this.creditorHash();
    }
    // A few are as fast without.
    if (count > 2) accounts.warm(hashes, 0, count);
  }

  private hashAt(place: number): number {
    const reader = this.cursor.body(this.reader);
    reader.skip(place);
    return reader.f64();
  }

  private creditorHash(): number {
    const reader = this.cursor.body(this.reader);
    skipCreditHead(reader);
    reader.skip(BODY.creditorHash);
    return reader.f64();
  }
}
