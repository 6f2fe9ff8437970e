import { type Decision, decisionIdOf, type Transfer } from '@sluice/domain';
import { Type } from 'avsc';
import { ByteSink } from './byteSink';
import { contractSchema, type RecordName } from './contractSchemas';
import { offlineEventCodec } from './eventCodec';

// What one transfer costs on its way in and one decision on its way out, on one core. Ids differ from record to record
// as they do on the wire; the median of the runs counts, and avsc as it comes is measured beside it. Bundle it first:
// tsx compiles imports to property reads, which cost a quarter of a record's time.
const RECORDS = 20_000;
const RUNS = 15;

const codec = offlineEventCodec();
const transfers = Array.from({ length: RECORDS }, (_, index) => transferOf(index));
const transferBytes = oneBlock(transfers.map((transfer) => codec.transfers.encode(transfer)));
const idBytes = oneBlock(
  transfers.map((at) => Buffer.from(at.transferId + at.debtorAccount + at.creditorAccount)),
);
const sink = new ByteSink();
const plainTransfer = plain('Transfer');
const plainDecision = plain('Decision');

const rows: (readonly [string, (index: number) => number])[] = [
  ['transfer, decode', (index) => decoded(codec.transfers.decodeSync(transferBytes[index]!))],
  [
    'transfer, decode, avsc as it comes',
    (index) => plainTransfer.fromBuffer(transferBytes[index]!.subarray(5)).amountMinor,
  ],
  ['transfer, encode', (index) => codec.transfers.encode(transfers[index]!).length],
];
for (const reasons of [0, 1, 4]) {
  const decisions = Array.from({ length: RECORDS }, (_, index) => decisionOf(index, reasons));
  const bytes = oneBlock(decisions.map((decision) => codec.decisions.encode(decision)));
  const name = `decision of ${reasons} reasons (${bytes[0]!.length} B)`;
  rows.push(
    [`${name}, encode into a sink`, (index) => appended(decisions[index]!)],
    [`${name}, encode into a sink, ids as bytes`, (index) => appendedOf(index, decisions[index]!)],
    [`${name}, encode`, (index) => codec.decisions.encode(decisions[index]!).length],
    [`${name}, encode, avsc`, (index) => plainDecision.toBuffer(decisions[index]!).length],
    [`${name}, decode`, (index) => decoded(codec.decisions.decodeSync(bytes[index]!))],
  );
}

process.stdout.write(
  `${RUNS} runs of ${RECORDS} records; a transfer of ${transferBytes[0]!.length} B; ns of CPU a record\n`,
);
for (const [name, run] of rows) {
  const times = Array.from({ length: RUNS }, () => nanosecondsEach(run)).sort((a, b) => a - b);
  const [low, median, high] = [times[0]!, times[RUNS >> 1]!, times[RUNS - 1]!].map((value) =>
    value.toFixed(0).padStart(6),
  );
  process.stdout.write(`${name.padEnd(64)} median ${median}   lowest ${low}   highest ${high}\n`);
}

/** CPU time, so that what else runs on the machine counts as little as can be. */
function nanosecondsEach(run: (index: number) => number): number {
  let sum = 0;
  const start = process.cpuUsage();
  for (let index = 0; index < RECORDS; index++) sum += run(index);
  const { user, system } = process.cpuUsage(start);
  if (!(sum > 0)) throw new Error('nothing was done');
  return ((user + system) * 1_000) / RECORDS;
}

/** The decision's id is a new string each time, as in the fold. */
function appended(decision: Decision): number {
  if (sink.length > 500_000) sink.clear();
  codec.decisions.encodeInto(sink, { ...decision, decisionId: decisionIdOf(decision.transferId) });
  return sink.length;
}

function appendedOf(index: number, decision: Decision): number {
  if (sink.length > 500_000) sink.clear();
  const { length } = idBytes[index]!;
  // 36 characters of the transfer's id and 22 of each account's.
  const ids = {
    bytes: idBytes[index]!,
    transferIdStart: 0,
    transferIdEnd: length - 44,
    debtorStart: length - 44,
    debtorEnd: length - 22,
    creditorStart: length - 22,
    creditorEnd: length,
  };
  codec.encodeDecisionOf(sink, ids, decision);
  return sink.length;
}

/** The records as slices of one block of memory, as a fetch from Kafka brings them. */
function oneBlock(records: readonly Buffer[]): readonly Buffer[] {
  const block = Buffer.concat(records);
  let start = 0;
  return records.map(({ length }) => {
    start += length;
    return block.subarray(start - length, start);
  });
}

function decoded(result: {
  readonly ok: unknown;
  readonly value?: { readonly amountMinor: number };
}): number {
  if (result.ok !== true || result.value === undefined) throw new Error('our own bytes are decodable');
  return result.value.amountMinor;
}

function plain(record: RecordName): Type {
  return Type.forSchema(JSON.parse(contractSchema(record).text), {
    omitRecordMethods: true,
    wrapUnions: 'never',
  });
}

function transferOf(index: number): Transfer {
  return {
    transferId: `7f3c2a10-5b1e-4c7e-9a43-${String(index).padStart(12, '0')}`,
    status: 'INITIATED',
    statusAt: 1_732_000_000_000 + index,
    kind: 'CREDIT_TRANSFER',
    initiation: 'CUSTOMER',
    debtorAccount: `DE893704004405${String(index % 5_000).padStart(8, '0')}`,
    debtorInstitution: 'COBADEFFXXX',
    debtorOwnership: 'OURS',
    creditorAccount: `DE443704004405${String((index * 7) % 9_000).padStart(8, '0')}`,
    creditorInstitution: 'DEUTDEFFXXX',
    creditorOwnership: 'OTHER',
    creditorKind: 'PERSON',
    amountMinor: 4_800_000 + index,
    currency: 'EUR',
    settledMinor: null,
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    occurredAt: 1_732_000_000_000 + index,
    bookedAt: null,
    bookingSequence: null,
    channel: 'MOBILE',
    deviceId: `device-${index % 8_000}`,
    ipAddress: `203.0.113.${index % 256}`,
    country: 'DE',
    location: 'u33dc0f',
    sessionSignals: ['ACTIVE_CALL'],
    payeeAddedAt: 1_731_990_000_000,
    payeeNameMatch: 'NO_MATCH',
    sameHolder: false,
    debtorBalanceMinor: 5_160_000,
    creditorBalanceMinor: null,
    batchId: null,
    relatesTo: null,
    decideBy: 1_732_000_005_000,
    endToEndId: `E2E-${index}`,
    purpose: 'OTHR',
    remittance: 'Rechnung 4711, März',
  };
}

function decisionOf(index: number, reasons: number): Decision {
  const transfer = transferOf(index);
  return {
    decisionId: `D:${transfer.transferId}`,
    transferId: transfer.transferId,
    debtorAccount: transfer.debtorAccount,
    creditorAccount: transfer.creditorAccount,
    amountMinor: transfer.amountMinor,
    currency: transfer.currency,
    occurredAt: transfer.occurredAt,
    scoredStatus: transfer.status,
    outcome: reasons === 0 ? 'ALLOW' : 'REVIEW',
    debtorScore: 120 * reasons,
    creditorScore: 40,
    reasons: Array.from({ length: reasons }, (_, place) => ({
      rule: 'victim.drains-balance',
      subject: transfer.debtorAccount,
      points: 120 + place,
      detail: '48,000.00 is 93% of the balance before it, the usual is 4%.',
      evidence: { share: 0.93, usual: 0.04 },
    })),
    missingEvidence: [],
    scenario: null,
    payerReason: null,
    rulesVersion: 'default-2024-11-01',
    decidedAt: 1_732_000_000_123 + index,
  };
}
