import type { Transfer } from '@sluice/domain';
import type { RecordCodec } from '@sluice/event-codec';
import {
  BODY,
  ENTRY_TYPES,
  HISTORY_CREDITOR,
  HISTORY_DEBTOR,
  type Lane,
  STATUS_LEDGER_ONLY,
} from '@sluice/log-format';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import { BodyBytes } from './bodies/bodyBytes';
import { PlainTransfer } from './bodies/plainTransfer';
import { checkTransfer, type Refusal } from './checks/checkTransfer';
import type { IdTable } from './ids/idTable';
import { emptySighting, readSighting } from './ids/sighting';
import type { Sink } from './outgoing';
import { schemaIdOf } from './schemas';

/** What a record of `transfers` or `transfer-history` became. */
export type Admission = 'DEBIT' | 'STATUS' | 'LEDGER_ONLY' | 'HISTORY' | 'DUPLICATE' | Refusal;

/** A partition of `transfers` or `transfer-history` while it is folded. */
export interface TransferInput {
  readonly lane: Lane;
  readonly ids: IdTable;
}

const SETTLED = 2;
const NO_VALUE: Refusal = {
  code: 'UNDECODABLE',
  sentence: 'the record has no value; a transfer is never deleted',
};
/** No byte stands in front of a DEBIT's body; in front of a STATUS's, 0 or that it is for the ledger only. */
const NONE = -1;
const STATUS_KNOWN = 0;

/**
 * Turns records of transfers into entries. One object for all of them: it works in the same few buffers, so that a record
 * leaves nothing behind to be collected. Every schema that the records name has been loaded before.
 */
export class TransferAdmission {
  private readonly body = new BodyBytes();
  private readonly plain = new PlainTransfer(this.body);
  private readonly sighting = emptySighting();

  constructor(
    private readonly codec: RecordCodec<Transfer>,
    /** Ids under which our own schema is registered: records that name one may go the short way. */
    private readonly ownSchemas: readonly number[],
    private readonly partitionCount: number,
  ) {}

  /** Admits one record of `transfers`: a debit leg, a later status, a duplicate or a refusal. */
  transfer(record: ConsumedRecord, input: TransferInput, sink: Sink): Admission {
    const refusal = this.read(record);
    if (refusal !== null) return refusal;
    const offset = Number(record.offset);
    const { view, length } = this.body;
    const debtor = view.getUint32(BODY.debtorKeyHash, true) % this.partitionCount;
    switch (this.recognise(record, input)) {
      case 'NEW':
        sink.appendShown(debtor, input.lane, offset, 0, ENTRY_TYPES.DEBIT, NONE, view, length);
        return 'DEBIT';
      case 'NEWER_STATUS':
        sink.appendShown(debtor, input.lane, offset, 0, ENTRY_TYPES.STATUS, STATUS_KNOWN, view, length);
        return 'STATUS';
      case 'LEDGER_ONLY':
        sink.appendShown(debtor, input.lane, offset, 0, ENTRY_TYPES.STATUS, STATUS_LEDGER_ONLY, view, length);
        return 'LEDGER_ONLY';
      case 'DUPLICATE':
        return 'DUPLICATE';
      case 'CONFLICT':
        return conflict(record);
    }
  }

  /**
   * Admits one record of `transfer-history`: a settled transfer of the past, counted in both sides' windows and in the
   * ledger, never decided. One that never settled goes to the ledger only.
   */
  history(record: ConsumedRecord, input: TransferInput, sink: Sink): Admission {
    const refusal = this.read(record);
    if (refusal !== null) return refusal;
    const recognition = this.recognise(record, input);
    if (recognition === 'DUPLICATE') return 'DUPLICATE';
    if (recognition === 'CONFLICT') return conflict(record);
    const { view, bytes, length } = this.body;
    const offset = Number(record.offset);
    const debtor = view.getUint32(BODY.debtorKeyHash, true) % this.partitionCount;
    if (bytes[BODY.status] !== SETTLED || recognition === 'NEWER_STATUS') {
      sink.appendShown(debtor, input.lane, offset, 0, ENTRY_TYPES.STATUS, STATUS_LEDGER_ONLY, view, length);
      return 'LEDGER_ONLY';
    }
    const creditor = view.getUint32(BODY.creditorKeyHash, true) % this.partitionCount;
    sink.appendShown(debtor, input.lane, offset, 0, ENTRY_TYPES.HISTORY, HISTORY_DEBTOR, view, length);
    sink.appendShown(creditor, input.lane, offset, 1, ENTRY_TYPES.HISTORY, HISTORY_CREDITOR, view, length);
    return 'HISTORY';
  }

  /** Reads the record into the body, the short way where it can go it; why it is refused, or null. */
  private read(record: ConsumedRecord): Refusal | null {
    const { value, key, timestamp } = record;
    if (value === null) return NO_VALUE;
    if (this.ownSchemas.includes(schemaIdOf(value)) && this.plain.read(value, key, timestamp)) return null;
    const decoded = this.codec.decodeSync(value);
    if (decoded.ok === 'NEEDS_SCHEMA') throw new Error(`schema ${decoded.schemaId} was not loaded before`);
    if (!decoded.ok) return decoded.problem;
    const refusal = checkTransfer(decoded.value, key?.toString('utf8') ?? null, timestamp);
    if (refusal === null) this.body.fill(decoded.value);
    return refusal;
  }

  private recognise(record: ConsumedRecord, { ids }: TransferInput) {
    return ids.recognise(readSighting(this.body, ids.keyLo, ids.keyHi, record.timestamp, this.sighting));
  }
}

// The key is the transferId: that was checked.
function conflict({ key }: ConsumedRecord): Refusal {
  return {
    code: 'TRANSFER_CONFLICT',
    sentence: `transferId ${key?.toString('utf8')} was published before with other content; only status, statusAt, bookedAt, bookingSequence, settledMinor and the balances may change`,
  };
}
