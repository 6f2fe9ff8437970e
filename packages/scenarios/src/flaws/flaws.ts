import type { DeadLetterCode, Transfer } from '@sluice/domain';
import { TOPICS } from '@sluice/domain';
import type { CoreState } from '../core/coreState';
import { chance, fraction, type Random, randomStream, whole } from '../simulation/random';
import { DAY, MINUTE, SECOND } from '../simulation/time';

/** A record that its reader must refuse, made from one that is in order. */
interface FlawedRecord {
  readonly code: DeadLetterCode;
  /** The record's key where it is not the transferId. */
  readonly key?: (transfer: Transfer) => string;
  readonly spoil: (transfer: Transfer) => Transfer;
}

// Digits of a card number that passes the Luhn check and belongs to no one (a scheme's published test number).
const TEST_CARD_NUMBER = '4111111111111111';

const FLAWED: readonly FlawedRecord[] = [
  { code: 'AMOUNT_OUT_OF_RANGE', spoil: (transfer) => ({ ...transfer, amountMinor: 0 }) },
  { code: 'CURRENCY_UNKNOWN', spoil: (transfer) => ({ ...transfer, currency: 'XYZ' }) },
  { code: 'ACCOUNT_MALFORMED', spoil: (transfer) => ({ ...transfer, creditorAccount: '0012345678' }) },
  { code: 'ACCOUNT_IS_CARD_NUMBER', spoil: (transfer) => ({ ...transfer, debtorAccount: TEST_CARD_NUMBER }) },
  { code: 'SAME_ACCOUNT', spoil: (transfer) => ({ ...transfer, creditorAccount: transfer.debtorAccount }) },
  { code: 'STATUS_UNKNOWN', spoil: (transfer) => ({ ...transfer, status: 'UNKNOWN' }) },
  {
    code: 'EVENT_TIME_IN_FUTURE',
    spoil: (transfer) => ({ ...transfer, occurredAt: transfer.occurredAt + 400 * DAY }),
  },
  { code: 'FIELD_TOO_LONG', spoil: (transfer) => ({ ...transfer, remittance: 'far too much '.repeat(40) }) },
  { code: 'KEY_MISMATCH', key: () => 'another-transfer', spoil: (transfer) => transfer },
];

/**
 * Makes the core publish what it should not: some records a second time, and some of each kind that must be refused.
 * The refused ones carry transferIds of their own, except the conflict, which changes the amount of a known transfer.
 */
export function beginFlaws(core: CoreState): void {
  const random = randomStream(core.options.seed, 'flaws');
  const { duplicateShare } = core.options.flaws;
  let latest: Transfer | null = null;
  core.outbox.onTransfer = (emission) => {
    latest = emission.record;
    if (!chance(random, duplicateShare)) return;
    core.queue.plan(core.clock.now + whole(random, SECOND, 3 * MINUTE), () => {
      core.outbox.publish({ ...emission, at: core.clock.now, form: 'DUPLICATE' });
    });
  };
  for (let round = 0; round < core.options.flaws.refusedOfEachKind; round++) {
    FLAWED.forEach((flawed, kind) => {
      planAt(core, random, () => {
        if (latest !== null) publishFlawed(core, flawed, latest, `${round}-${kind}`);
      });
    });
    planAt(core, random, () => {
      if (latest !== null) publishConflict(core, latest);
    });
    planAt(core, random, () => publishNonsense(core, round));
  }
}

function planAt(core: CoreState, random: Random, act: () => void): void {
  const { liveFrom, paymentsUntil } = core.period;
  core.queue.plan(liveFrom + Math.floor((0.05 + 0.9 * fraction(random)) * (paymentsUntil - liveFrom)), act);
}

function publishFlawed(core: CoreState, flawed: FlawedRecord, like: Transfer, name: string): void {
  const fresh: Transfer = {
    ...like,
    transferId: `${core.idPrefix}-flawed-${name}`,
    relatesTo: null,
    occurredAt: core.clock.now,
    statusAt: core.clock.now,
  };
  const record = flawed.spoil(fresh);
  core.outbox.publish({
    topic: TOPICS.transfers,
    form: 'REFUSED',
    code: flawed.code,
    at: core.clock.now,
    key: flawed.key?.(record) ?? record.transferId,
    record,
  });
}

function publishConflict(core: CoreState, known: Transfer): void {
  core.outbox.publish({
    topic: TOPICS.transfers,
    form: 'REFUSED',
    code: 'TRANSFER_CONFLICT',
    at: core.clock.now,
    key: known.transferId,
    record: { ...known, amountMinor: known.amountMinor + 1 },
  });
}

function publishNonsense(core: CoreState, round: number): void {
  core.outbox.publish({
    topic: TOPICS.transfers,
    form: 'REFUSED_BYTES',
    code: 'UNDECODABLE',
    at: core.clock.now,
    key: `${core.idPrefix}-nonsense-${round}`,
    bytes: Uint8Array.from([0x7b, 0x22, 0x6e, 0x6f, 0x74, 0x20, 0x41, 0x76, 0x72, 0x6f]),
  });
}
