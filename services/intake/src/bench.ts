import type { Transfer } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { ByteWriter, FrameBuilder, writeTransferBody } from '@sluice/log-format';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import { TransferAdmission } from './admitTransfer';
import { BodyBytes } from './bodies/bodyBytes';
import { PlainTransfer } from './bodies/plainTransfer';
import { checkTransfer } from './checks/checkTransfer';
import { IdTable } from './ids/idTable';
import { emptySighting, readSighting } from './ids/sighting';
import { createOutgoing } from './outgoing';

/**
 * What one transfer costs intake, in processor time (garbage collection included), on its way from a record's bytes to a frame, stage by stage, in memory on one core.
 * `npm run bench -w services/intake [-- rounds]`; the median of the rounds counts, every id is new in each.
 */
const RECORDS = 50_000;
const POLL = 5_000;
const ROUNDS = Number(process.argv[2] ?? 12);
const WARM_UP = 3;
const PARTITIONS = 8;
const NOW = 1_732_000_000_000;
const lane = { source: 1, incarnation: 0, partition: 3 };

const codec = offlineEventCodec();
const own = [codec.transfers.schemaId];

interface Stage {
  readonly name: string;
  /** Handles one round's records; what is handed over first is not measured. */
  readonly run: (records: readonly ConsumedRecord[]) => number;
}

const body = new BodyBytes();
const plain = new PlainTransfer(body);
const sighting = emptySighting();
const entry = new ByteWriter();
// One table over all rounds, as in a service that has run for long.
const ids = new IdTable();
const frames = new FrameBuilder();

const take = (record: ConsumedRecord): void => {
  if (!plain.read(record.value ?? entry.view(), record.key, record.timestamp))
    throw new Error('an ordinary transfer goes the short way');
};

const stages: readonly Stage[] = [
  {
    name: 'whole: bytes → frames',
    run: (() => {
      const admission = new TransferAdmission(codec.transfers, own, PARTITIONS);
      const input = { lane, ids: new IdTable() };
      return wholePath(admission, input);
    })(),
  },
  {
    name: 'whole, the long way',
    run: (() => {
      const admission = new TransferAdmission(codec.transfers, [], PARTITIONS);
      const input = { lane, ids: new IdTable() };
      return wholePath(admission, input);
    })(),
  },
  {
    name: 'short way: bytes → body',
    run: (records) => {
      for (const record of records) take(record);
      return body.length;
    },
  },
  {
    name: 'look at the body: fingerprint, content check',
    run: (records) => {
      take(records[0]!);
      let sum = 0;
      for (let i = 0; i < records.length; i++)
        sum += readSighting(body, ids.keyLo, ids.keyHi, NOW, sighting).lo;
      return sum;
    },
  },
  {
    name: 'id table: a new id',
    run: (records) => {
      for (let i = 0; i < records.length; i++) {
        sighting.lo = (Math.random() * 2 ** 32) >>> 0;
        sighting.hi = (Math.random() * 2 ** 32) >>> 0;
        ids.recognise(sighting);
      }
      return ids.size;
    },
  },
  {
    name: 'entry into a frame',
    run: (records) => {
      take(records[0]!);
      for (let i = 0; i < records.length; i++) {
        frames.appendShown(lane, i, 0, 1, -1, body.view, body.length);
        if (i % POLL === POLL - 1) frames.take();
      }
      return frames.take().length + 1;
    },
  },
  {
    name: 'long way: decode',
    run: (records) => {
      let sum = 0;
      for (const record of records) sum += decoded(record).amountMinor;
      return sum;
    },
  },
  {
    name: 'long way: check',
    run: (records) => {
      const transfer = decoded(records[0]!);
      let sum = 0;
      for (let i = 0; i < records.length; i++)
        sum += checkTransfer(transfer, transfer.transferId, NOW) === null ? 1 : 0;
      return sum;
    },
  },
  {
    name: 'long way: write the body',
    run: (records) => {
      const transfer = decoded(records[0]!);
      for (let i = 0; i < records.length; i++) {
        entry.clear();
        writeTransferBody(entry, transfer);
      }
      return entry.length;
    },
  },
];

const times = new Map<string, number[]>(stages.map(({ name }) => [name, []]));
for (let round = 0; round < WARM_UP + ROUNDS; round++) {
  const records = Array.from({ length: RECORDS }, (_, i) => recordOf(round * RECORDS + i));
  for (const { name, run } of stages) {
    const before = process.cpuUsage();
    const done = run(records);
    const { user, system } = process.cpuUsage(before);
    if (!(done > 0)) throw new Error(`${name} did nothing`);
    if (round >= WARM_UP) times.get(name)!.push(((user + system) * 1_000) / RECORDS);
  }
}
process.stdout.write(
  `${ROUNDS} rounds of ${RECORDS} records of ${recordOf(0).value?.length} B, ${ids.size} ids known at the end; ns of processor time a transfer\n`,
);
for (const [name, list] of times) {
  const sorted = list.sort((a, b) => a - b);
  const [low, median, high] = [sorted[0]!, sorted[sorted.length >> 1]!, sorted[sorted.length - 1]!].map(
    (value) => value.toFixed(0).padStart(6),
  );
  process.stdout.write(`${name.padEnd(46)} median ${median}   lowest ${low}   highest ${high}\n`);
}

function wholePath(
  admission: TransferAdmission,
  input: { readonly lane: typeof lane; readonly ids: IdTable },
): Stage['run'] {
  const out = createOutgoing(PARTITIONS);
  return (records) => {
    let debits = 0;
    for (let from = 0; from < records.length; from += POLL) {
      for (const record of records.slice(from, from + POLL))
        if (admission.transfer(record, input, out) === 'DEBIT') debits += 1;
      out.take();
    }
    if (debits !== records.length) throw new Error('every transfer is new');
    return debits;
  };
}

function decoded(record: ConsumedRecord): Transfer {
  const result = codec.transfers.decodeSync(record.value ?? Buffer.alloc(0));
  if (result.ok !== true) throw new Error('our own bytes are decodable');
  return result.value;
}

function recordOf(number: number): ConsumedRecord {
  const transfer = transferOf(number);
  return {
    topic: 'transfers',
    partition: 3,
    offset: BigInt(number),
    timestamp: NOW,
    key: Buffer.from(transfer.transferId),
    value: codec.transfers.encode(transfer),
    headers: {},
  };
}

function transferOf(number: number): Transfer {
  return {
    transferId: `7f3c2a10-5b1e-4c7e-9a43-${String(number).padStart(12, '0')}`,
    status: 'INITIATED',
    statusAt: NOW,
    kind: 'CREDIT_TRANSFER',
    initiation: 'CUSTOMER',
    debtorAccount: `DEMOBANK:${(number * 7919) % 200_000}-DE`,
    debtorInstitution: 'DEMOBANK',
    debtorOwnership: 'OURS',
    creditorAccount: `OTHERBANK:${(number * 104_729) % 300_000}-DE`,
    creditorInstitution: 'OTHERBANK',
    creditorOwnership: 'OTHER',
    creditorKind: 'PERSON',
    amountMinor: 4_800_000 + number,
    currency: 'EUR',
    settledMinor: null,
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    occurredAt: NOW - 40,
    bookedAt: null,
    bookingSequence: null,
    channel: 'MOBILE',
    deviceId: `device-${number % 8_000}`,
    ipAddress: `10.11.113.${number % 256}`,
    country: 'DE',
    location: null,
    sessionSignals: [],
    payeeAddedAt: NOW - 10_000_000,
    payeeNameMatch: 'MATCH',
    sameHolder: false,
    debtorBalanceMinor: 5_160_000,
    creditorBalanceMinor: null,
    batchId: null,
    relatesTo: null,
    decideBy: null,
    endToEndId: `E2E-${number}`,
    purpose: null,
    remittance: 'Invoice 2026-03-0017, thank you',
  };
}
