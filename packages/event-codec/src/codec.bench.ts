import type { Decision, Transfer } from '@sluice/domain';
import { Type } from 'avsc';
import { contractSchema, type RecordName } from './contractSchemas';
import { offlineEventCodec } from './eventCodec';

// What one transfer costs on its way in and one decision on its way out, on one core. Ids differ from record to record
// as they do on the wire; the median of the runs counts, and avsc as it comes is measured beside it.
const RECORDS = 20_000;
const RUNS = 15;

const codec = offlineEventCodec();
const transfers = Array.from({ length: RECORDS }, (_, index) => transferOf(index));
const decisions = Array.from({ length: RECORDS }, (_, index) => decisionOf(index));
const transferBytes = transfers.map((transfer) => codec.transfers.encode(transfer));
const decisionBytes = decisions.map((decision) => codec.decisions.encode(decision));
const target = Buffer.alloc(1024 * 1024);
const plainTransfer = plain('Transfer');
const plainDecision = plain('Decision');

const rows: readonly (readonly [string, (index: number) => number])[] = [
  ['transfer, decode', (index) => decoded(codec.transfers.decodeSync(transferBytes[index]!))],
  [
    'transfer, decode, avsc as it comes',
    (index) => plainTransfer.fromBuffer(transferBytes[index]!.subarray(5)).amountMinor,
  ],
  ['transfer, encode', (index) => codec.transfers.encode(transfers[index]!).length],
  ['decision, encode', (index) => codec.decisions.encode(decisions[index]!).length],
  [
    'decision, encode into one buffer',
    (index) => codec.decisions.encodeInto(decisions[index]!, target, 512 * (index & 1023)),
  ],
  ['decision, encode, avsc as it comes', (index) => plainDecision.toBuffer(decisions[index]!).length],
  ['decision, decode', (index) => decoded(codec.decisions.decodeSync(decisionBytes[index]!))],
];

process.stdout.write(
  `${RUNS} runs of ${RECORDS} records; a transfer of ${transferBytes[0]!.length} B, a decision of ${decisionBytes[0]!.length} B; ns a record\n`,
);
for (const [name, run] of rows) {
  const times = Array.from({ length: RUNS }, () => nanosecondsEach(run)).sort((a, b) => a - b);
  const [low, median, high] = [times[0]!, times[RUNS >> 1]!, times[RUNS - 1]!].map((value) =>
    value.toFixed(0).padStart(6),
  );
  process.stdout.write(`${name.padEnd(36)} median ${median}   lowest ${low}   highest ${high}\n`);
}

function nanosecondsEach(run: (index: number) => number): number {
  let sum = 0;
  const start = process.hrtime.bigint();
  for (let index = 0; index < RECORDS; index++) sum += run(index);
  const elapsed = Number(process.hrtime.bigint() - start);
  if (!(sum > 0)) throw new Error('nothing was done');
  return elapsed / RECORDS;
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

function decisionOf(index: number): Decision {
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
    outcome: 'ALLOW',
    debtorScore: 120,
    creditorScore: 40,
    reasons:
      index % 20 === 0
        ? [
            {
              rule: 'victim.drains-balance',
              subject: transfer.debtorAccount,
              points: 120,
              detail: '48,000.00 is 93% of the balance before it, the usual is 4%.',
              evidence: { share: 0.93, usual: 0.04 },
            },
          ]
        : [],
    missingEvidence: [],
    scenario: null,
    payerReason: null,
    rulesVersion: 'default-2024-11-01',
    decidedAt: 1_732_000_000_123 + index,
  };
}
