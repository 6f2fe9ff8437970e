import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AvroSchema } from './avro/avroType';

/** The records of the wire contract and the files of `schemas/` that hold them. */
const FILES = {
  Transfer: 'transfer.avsc',
  Account: 'account.avsc',
  WatchlistEntry: 'watchlist-entry.avsc',
  Decision: 'decision.avsc',
  VictimWarning: 'victim-warning.avsc',
  StopPaymentCommand: 'stop-payment-command.avsc',
  StopPaymentStatus: 'stop-payment-status.avsc',
  FraudReport: 'fraud-report.avsc',
  TransferOutcome: 'transfer-outcome.avsc',
} as const;
export type RecordName = keyof typeof FILES;
export const RECORD_NAMES: readonly RecordName[] = Object.keys(FILES).filter(isRecordName);

export interface ContractSchema {
  readonly schema: AvroSchema;
  /** As registered: the file without its white space, so that laying it out anew is no new version. */
  readonly text: string;
}

const read = new Map<RecordName, ContractSchema>();

/** The schema of a record, read from `schemas/` once. */
export function contractSchema(record: RecordName): ContractSchema {
  const known = read.get(record);
  if (known !== undefined) return known;
  const schema: AvroSchema = JSON.parse(
    readFileSync(join(__dirname, '..', '..', '..', 'schemas', FILES[record]), 'utf8'),
  );
  const contract = { schema, text: JSON.stringify(schema) };
  read.set(record, contract);
  return contract;
}

function isRecordName(name: string): name is RecordName {
  return name in FILES;
}
