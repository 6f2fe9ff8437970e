import {
  CHANNELS,
  CREDITOR_KINDS,
  INITIATIONS,
  KNOWN_SESSION_SIGNALS,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  type Transfer,
} from '@sluice/domain';
import { DAY_MS, NOW } from '../builders';
import { plainTransfer } from '../plainTransfer';
import { wildAmount } from './corpusFeatures';
import type { Dice } from './dice';

/** What all transfers of honest life and of fraud have. */
function ordinary(dice: Dice, currency: string): Transfer {
  const channel = dice.pick(['MOBILE', 'MOBILE', 'WEB', 'BRANCH'] as const);
  const isRemote = channel !== 'BRANCH';
  return plainTransfer({
    debtorAccount: `DE:D-${dice.whole(1_000, 9_999)}`,
    creditorAccount: `DE:C-${dice.whole(1_000, 9_999)}`,
    creditorOwnership: dice.pick(['OURS', 'OTHER'] as const),
    currency,
    channel,
    deviceId: isRemote ? 'device-1' : null,
    ipAddress: isRemote ? '192.0.2.1' : null,
    payeeNameMatch: 'MATCH',
    sameHolder: dice.chance(4),
  });
}

/** Cards, bills, standing orders, wages, cash, and pushes to payees known and new. */
export function everydayTransfer(dice: Dice, currency: string, scale: number): Transfer {
  const euros = (min: number, max: number) => dice.whole(min * 100, max * 100) * scale;
  const balance = dice.maybe(80, euros(200, 6_000));
  const base = { ...ordinary(dice, currency), debtorBalanceMinor: balance };
  const kind = dice.whole(1, 100);
  if (kind <= 35) {
    const card = {
      kind: 'CARD_PAYMENT',
      initiation: 'CUSTOMER',
      channel: 'POS',
      creditorKind: 'MERCHANT',
    } as const;
    return {
      ...base,
      ...card,
      deviceId: null,
      ipAddress: null,
      amountMinor: euros(3, 150),
      status: 'SETTLED',
    };
  }
  if (kind <= 60) return { ...base, amountMinor: euros(5, 900) };
  if (kind <= 65) return { ...base, amountMinor: euros(600, 3_000) };
  if (kind <= 75) return { ...base, initiation: 'STANDING_ORDER', amountMinor: euros(20, 1_100) };
  if (kind <= 85)
    return { ...base, kind: 'DIRECT_DEBIT', creditorKind: 'COMPANY', amountMinor: euros(10, 120) };
  if (kind <= 92)
    return { ...base, initiation: 'BATCH', batchId: 'batch-1', amountMinor: euros(1_500, 4_000) };
  if (kind <= 95) {
    return {
      ...base,
      kind: 'CASH_WITHDRAWAL',
      creditorAccount: 'CASH:ATM-7',
      creditorKind: 'CASH',
      amountMinor: euros(20, 300),
    };
  }
  if (kind <= 97) return { ...base, creditorKind: 'CRYPTO_EXCHANGE', amountMinor: euros(20, 250) };
  if (kind === 98) return { ...base, kind: 'FEE', amountMinor: euros(1, 10) };
  if (kind === 99) return { ...base, kind: 'RETURN', amountMinor: euros(5, 500) };
  return {
    ...base,
    debtorOwnership: 'OTHER',
    creditorOwnership: 'OURS',
    debtorBalanceMinor: null,
    amountMinor: euros(50, 3_000),
  };
}

/** Large pushes with signals, wrong names, drained balances, exits; each sign by chance. */
export function fraudTransfer(dice: Dice, currency: string, scale: number): Transfer {
  const amountMinor = dice.whole(200, 20_000) * 100 * scale;
  const kind = dice.pick([
    'CREDIT_TRANSFER',
    'CREDIT_TRANSFER',
    'CREDIT_TRANSFER',
    'CASH_WITHDRAWAL',
  ] as const);
  return {
    ...ordinary(dice, currency),
    status: dice.pick(['INITIATED', 'INITIATED', 'SETTLED'] as const),
    kind,
    creditorAccount: kind === 'CASH_WITHDRAWAL' ? 'CASH:ATM-7' : `DE:M-${dice.whole(1_000, 9_999)}`,
    creditorKind: dice.pick(['PERSON', 'PERSON', 'PERSON', 'CRYPTO_EXCHANGE', 'WALLET'] as const),
    amountMinor,
    sessionSignals: KNOWN_SESSION_SIGNALS.filter(() => dice.chance(12)),
    payeeNameMatch: dice.pick(['MATCH', 'MATCH', 'CLOSE', 'NO_MATCH', 'NOT_CHECKED'] as const),
    payeeAddedAt: dice.maybe(30, NOW - dice.whole(0, 40) * DAY_MS),
    sameHolder: dice.pick([false, false, false, true, null]),
    debtorBalanceMinor: dice.maybe(85, Math.floor(amountMinor * dice.pick([0.5, 1, 1.05, 1.2, 1.5, 4]))),
    creditorBalanceMinor: dice.maybe(85, dice.whole(0, 400) * 100 * scale),
  };
}

/** Any value in any field. */
export function wildTransfer(dice: Dice, currency: string, scale: number): Transfer {
  const amount = () => wildAmount(dice, scale);
  return plainTransfer({
    status: dice.pick(TRANSFER_STATUSES),
    kind: dice.chance(50) ? 'CREDIT_TRANSFER' : dice.pick(TRANSFER_KINDS),
    initiation: dice.chance(50) ? 'CUSTOMER' : dice.pick(INITIATIONS),
    debtorAccount: dice.pick(['DE:ANNA-4417', 'DE:ANNA-4417', 'CASH:ATM-7']),
    debtorOwnership: dice.chance(60) ? 'OURS' : dice.pick(OWNERSHIPS),
    creditorAccount: dice.pick(['DE:BORIS-9032', 'DE:BORIS-9032', 'CASH:ATM-9']),
    creditorOwnership: dice.chance(60) ? 'OURS' : dice.pick(OWNERSHIPS),
    creditorKind: dice.pick(CREDITOR_KINDS),
    amountMinor: Math.max(1, amount()),
    currency,
    debtorAmountMinor: dice.maybe(20, amount()),
    creditorAmountMinor: dice.maybe(20, amount()),
    channel: dice.pick(CHANNELS),
    deviceId: dice.maybe(60, 'device-1'),
    ipAddress: dice.maybe(60, '192.0.2.1'),
    sessionSignals: dice.chance(60) ? [] : KNOWN_SESSION_SIGNALS.filter(() => dice.chance(30)),
    payeeAddedAt: dice.maybe(40, NOW - dice.pick([-1, 0, 1, 30, 31, 45, 46, 200]) * DAY_MS),
    payeeNameMatch: dice.pick(NAME_MATCHES),
    sameHolder: dice.pick([true, false, false, null]),
    debtorBalanceMinor: dice.maybe(70, dice.chance(10) ? -50_000 * scale : amount()),
    creditorBalanceMinor: dice.maybe(70, amount()),
    batchId: dice.maybe(50, 'batch-1'),
  });
}
