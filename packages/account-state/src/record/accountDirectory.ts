import { AccountIndex } from '../memory/accountIndex';
import { AccountKey } from '../memory/accountKey';
import { WordArena } from '../memory/wordArena';
import type { AccountRecord } from './accountRecord';
import { H_ID_HASH } from './layout';
import { idOf, putId } from './masterData';
import type { SlotTable } from './slotTable';

/** From an account's id, as text or as bytes, to its slot, and back. */
export class AccountDirectory {
  readonly index: AccountIndex;
  private readonly sought = new AccountKey();
  // The text of the last look-up and what it found, because features are mostly read of the account just looked up.
  private soughtId: string | null = null;
  private soughtSlot = -1;
  private readonly isSought = (slot: number): boolean => {
    const { record, sought } = this;
    record.open(slot);
    return record.idLength === sought.length && sought.equals(record.bytes, record.names);
  };

  constructor(
    private readonly record: AccountRecord,
    arena: WordArena,
    slots: SlotTable,
  ) {
    this.index = new AccountIndex((slot) => {
      const address = slots.addressOf(slot);
      return arena.words[WordArena.chunkOf(address)]![WordArena.offsetOf(address) + H_ID_HASH]!;
    });
  }

  /** Slot of the account, -1 where there is none. */
  find(accountId: string): number {
    if (accountId === this.soughtId && this.soughtSlot >= 0) return this.soughtSlot;
    this.sought.setText(accountId);
    return this.seek(accountId);
  }

  /** `find` by the id's UTF-8 bytes and its `hash53`. */
  findBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    this.sought.setBytes(bytes, start, end, hash);
    return this.seek(null);
  }

  /** Makes an empty account, left open, of the id that was looked up last, in vain or to be released. */
  create(): number {
    const { record, sought } = this;
    record.create();
    const { slot } = record;
    record.words[record.h + H_ID_HASH] = sought.hash;
    putId(record, sought);
    this.index.insert(sought.hash, slot);
    this.soughtSlot = slot;
    return slot;
  }

  /** Takes the open account out; its record stays. */
  remove(): void {
    const { record } = this;
    this.index.remove(record.words[record.h + H_ID_HASH]!, record.slot);
    this.soughtSlot = -1;
  }

  /** The text by which a slot was looked up last, null where it was another or looked up by bytes. */
  textOf(slot: number): string | null {
    return slot === this.soughtSlot ? this.soughtId : null;
  }

  idOf(slot: number): string {
    const text = this.textOf(slot);
    if (text !== null) return text;
    this.record.open(slot);
    return idOf(this.record);
  }

  private seek(accountId: string | null): number {
    const slot = this.index.find(this.sought.hash, this.isSought);
    this.soughtId = accountId;
    this.soughtSlot = slot;
    return slot;
  }
}
