import type { Transfer } from '@sluice/domain';
import { type DebtorAssessment, readDebtorAssessment } from './assessmentBody';
import { ByteReader } from './byteReader';
import type { Coordinates } from './coordinates';
import { ENTRY_TYPES, HISTORY_DEBTOR, STATUS_LEDGER_ONLY } from './entryTypes';
import { FrameCursor } from './frame';
import {
  type AccountBody,
  type ListingBody,
  type MarkBody,
  type ParkBody,
  type RulesActivateBody,
  type RulesPrepareBody,
  readJson,
} from './tableBodies';
import { readTransferBody } from './transferBody';

/** One entry of the log as an object: for readers that are not in a hurry (ledger, dump, explain). */
export type LogEntry = { readonly at: Coordinates } & (
  | { readonly type: 'DEBIT'; readonly transfer: Transfer }
  | { readonly type: 'CREDIT'; readonly transfer: Transfer; readonly assessment: DebtorAssessment }
  | { readonly type: 'STATUS'; readonly transfer: Transfer; readonly ledgerOnly: boolean }
  | { readonly type: 'HISTORY'; readonly transfer: Transfer; readonly side: 'DEBTOR' | 'CREDITOR' }
  | { readonly type: 'ACCOUNT'; readonly body: AccountBody }
  | { readonly type: 'LISTING'; readonly body: ListingBody }
  | { readonly type: 'RULES_PREPARE'; readonly body: RulesPrepareBody }
  | { readonly type: 'RULES_ACTIVATE'; readonly body: RulesActivateBody }
  | { readonly type: 'MARK'; readonly body: MarkBody }
  | { readonly type: 'PARK'; readonly body: ParkBody }
  | { readonly type: 'NEWER'; readonly code: number }
);

/** Every entry of a frame, in order. Throws FrameFormatError on bytes that this format does not write. */
export function* readFrame(frame: Buffer): Generator<LogEntry> {
  const cursor = new FrameCursor().reset(frame);
  const reader = new ByteReader();
  while (cursor.next()) yield readEntry(cursor, reader);
}

/** The entry that the cursor stands on. */
export function readEntry(cursor: FrameCursor, reader: ByteReader): LogEntry {
  const at: Coordinates = { ...cursor.lane, offset: cursor.offset, index: cursor.index };
  const body = cursor.body(reader);
  switch (cursor.type) {
    case ENTRY_TYPES.DEBIT:
      return { at, type: 'DEBIT', transfer: readTransferBody(body) };
    case ENTRY_TYPES.CREDIT: {
      const assessment = readDebtorAssessment(body);
      return { at, type: 'CREDIT', assessment, transfer: readTransferBody(body) };
    }
    case ENTRY_TYPES.STATUS: {
      const ledgerOnly = body.u8() === STATUS_LEDGER_ONLY;
      return { at, type: 'STATUS', ledgerOnly, transfer: readTransferBody(body) };
    }
    case ENTRY_TYPES.HISTORY: {
      const side = body.u8() === HISTORY_DEBTOR ? 'DEBTOR' : 'CREDITOR';
      return { at, type: 'HISTORY', side, transfer: readTransferBody(body) };
    }
    case ENTRY_TYPES.ACCOUNT:
      return { at, type: 'ACCOUNT', body: readJson<AccountBody>(body) };
    case ENTRY_TYPES.LISTING:
      return { at, type: 'LISTING', body: readJson<ListingBody>(body) };
    case ENTRY_TYPES.RULES_PREPARE:
      return { at, type: 'RULES_PREPARE', body: readJson<RulesPrepareBody>(body) };
    case ENTRY_TYPES.RULES_ACTIVATE:
      return { at, type: 'RULES_ACTIVATE', body: readJson<RulesActivateBody>(body) };
    case ENTRY_TYPES.MARK:
      return { at, type: 'MARK', body: readJson<MarkBody>(body) };
    case ENTRY_TYPES.PARK:
      return { at, type: 'PARK', body: readJson<ParkBody>(body) };
    default:
      return { at, type: 'NEWER', code: cursor.type };
  }
}
