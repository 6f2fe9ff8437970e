import {
  ACCOUNT_KINDS,
  ACCOUNT_STATUSES,
  CHANNELS,
  CREDITOR_KINDS,
  DISPOSITIONS,
  HOLDER_KINDS,
  INITIATIONS,
  NAME_MATCHES,
  OUTCOMES,
  OWNERSHIPS,
  PAYER_RESPONSES,
  PERSPECTIVES,
  REPORT_SOURCES,
  REPORT_STATES,
  STOP_PAYMENT_ACTIONS,
  STOP_PAYMENT_CAUSES,
  STOP_PAYMENT_RESULTS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  TRANSFER_TRUTHS,
  WATCHLIST_KINDS,
} from '@sluice/domain';
import * as fc from 'fast-check';
import { contractSchema, RECORD_NAMES, type RecordName } from './contractSchemas';
import { offlineEventCodec } from './eventCodec';
import { everyCodec } from './testing/everyCodec';
import { codecReading, type RecordSchema, schemaOf, WRITER_ID, writtenByABank } from './testing/plainAvro';
import { alwaysSet, nowAndThen } from './testing/recordArbitraries';
import { topicTable } from './topics/topicTable';

/** The domain's words for each enum of the contract; their order is the order on the wire. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  AccountKind: ACCOUNT_KINDS,
  AccountStatus: ACCOUNT_STATUSES,
  Channel: CHANNELS,
  CreditorKind: CREDITOR_KINDS,
  Disposition: DISPOSITIONS,
  HolderKind: HOLDER_KINDS,
  Initiation: INITIATIONS,
  NameMatch: NAME_MATCHES,
  Outcome: OUTCOMES,
  Ownership: OWNERSHIPS,
  PayerResponse: PAYER_RESPONSES,
  Perspective: PERSPECTIVES,
  ReportSource: REPORT_SOURCES,
  ReportState: REPORT_STATES,
  StopPaymentAction: STOP_PAYMENT_ACTIONS,
  StopPaymentCause: STOP_PAYMENT_CAUSES,
  StopPaymentResult: STOP_PAYMENT_RESULTS,
  TransferKind: TRANSFER_KINDS,
  TransferStatus: TRANSFER_STATUSES,
  TransferTruth: TRANSFER_TRUTHS,
  WatchlistKind: WATCHLIST_KINDS,
};

interface WireEnum {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly default?: string;
}

function enumsIn(part: unknown): WireEnum[] {
  if (typeof part !== 'object' || part === null) return [];
  const { type, name, symbols, default: fallback } = part as Record<string, unknown>;
  const found = Object.values(part).flatMap(enumsIn);
  if (type !== 'enum' || typeof name !== 'string' || !Array.isArray(symbols)) return found;
  return [{ name, symbols, ...(typeof fallback === 'string' ? { default: fallback } : {}) }, ...found];
}

const enums = RECORD_NAMES.flatMap((record) => enumsIn(schemaOf(record)));

describe('the wire contract', () => {
  it('has the same words as the domain, in the same order', () => {
    expect(enums.map(({ name }) => name).sort()).toEqual(Object.keys(WORDS).sort());
    for (const { name, symbols } of enums) expect([name, symbols]).toEqual([name, WORDS[name]]);
  });

  it('lets every enum grow: a symbol that the reader does not know reads as its default', () => {
    for (const { name, symbols, default: fallback } of enums) {
      expect([name, fallback]).toEqual([name, expect.any(String)]);
      expect(symbols).toContain(fallback);
    }
  });

  it.each(everyCodec(offlineEventCodec(), alwaysSet))(
    'has just the fields that the domain has for $name',
    (one) => {
      const entry = topicTable.find(({ topic }) => topic === topicOf(one.name));
      const record = entry?.content.format === 'AVRO' ? entry.content.record : null;
      const names = schemaOf(record!).fields.map(({ name }) => name);
      const [value] = fc.sample(one.values, 1);
      expect(Object.keys(value as object).sort()).toEqual([...names].sort());
    },
  );

  it('keeps money and time as longs, and never a float but for evidence', () => {
    for (const record of RECORD_NAMES) {
      for (const { name, type } of schemaOf(record).fields) {
        const text = JSON.stringify(type);
        if (name.endsWith('Minor'))
          expect([name, text]).toEqual([name, expect.stringMatching(/^("long"|\["null","long"\])$/)]);
        if (/At$|^at$|By$/.test(name) && text.includes('long')) expect(text).toContain('timestamp-millis');
        if (name !== 'reasons') expect(text).not.toMatch(/float|double/);
      }
    }
  });
});

describe('a bank’s own serializer', () => {
  it.each(everyCodec(offlineEventCodec(), nowAndThen))('writes for $name the bytes that we write', (one) => {
    const schema = schemaByTopic(one.name);
    fc.assert(
      fc.property(one.values, (value) => {
        fc.pre(isWithinReach(value));
        const theirs = writtenByABank(schema, one.codec.schemaId, value);
        expect(one.codec.encode(value).equals(theirs)).toBe(true);
      }),
    );
  });

  it('may leave out every field that has a default', () => {
    const transfer = {
      transferId: 't-1',
      status: 'INITIATED',
      statusAt: 1_732_000_000_000,
      debtorAccount: 'BANKA:1',
      creditorAccount: 'BANKB:2',
      amountMinor: 100,
      currency: 'EUR',
      occurredAt: 1_732_000_000_000,
      channel: 'MOBILE',
    };
    const schema = contractSchema('Transfer').schema;
    const decoded = codecReading('Transfer', schema).decodeSync(writtenByABank(schema, WRITER_ID, transfer));
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        ...transfer,
        kind: 'CREDIT_TRANSFER',
        initiation: 'UNKNOWN',
        debtorOwnership: 'UNKNOWN',
        creditorOwnership: 'UNKNOWN',
        creditorKind: 'UNKNOWN',
        payeeNameMatch: 'NOT_CHECKED',
        sessionSignals: [],
        sameHolder: null,
        decideBy: null,
      },
    });
  });
});

// avsc as it comes refuses 2^53 − 1 and writes longs below −2^52 with the wrong value.
function isWithinReach(value: unknown): boolean {
  if (typeof value === 'number' && Number.isInteger(value))
    return value >= -(2 ** 52) && value < Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isWithinReach);
}

function topicOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function schemaByTopic(name: string): RecordSchema {
  const entry = topicTable.find(({ topic }) => topic === topicOf(name));
  const record: RecordName = entry?.content.format === 'AVRO' ? entry.content.record : 'Transfer';
  return JSON.parse(contractSchema(record).text);
}
