import { Lottery } from '@sluice/account-state/src/bench/lottery';
import type { CreditorKind, Transfer } from '@sluice/domain';
import { type Population, type Role, spread } from './population';

const WEEK_MS = 604_800_000;
const DAY_MS = 86_400_000;
const HABITUAL_PERCENT = 65;

export interface BankOptions {
  readonly population: Population;
  readonly seed: number;
  /** Goes into every id, so that two runs on one cluster have none in common; hexadecimal, at most 8 digits. */
  readonly run: string;
  /** Event time of the first transfer, epoch ms. */
  readonly startAt: number;
  /** Share of the transfers that one account takes part in, half of them as payer; 0 for none. */
  readonly hotShare?: number;
  /** Share of the transfers that go to the account on the list; 0 for none. */
  readonly blockedShare?: number;
}

/** An account that the bench puts on the watchlist as BLOCKED: whatever goes there is held. */
export const BLOCKED_ACCOUNT = 'OTHERBANK:BLOCKED-0001';
/** The account that takes part in a fifth of the traffic, where asked for: a payroll and collection account. */
export const HOT_ACCOUNT = 'DEMOBANK:COLLECTION-0001';

/**
 * What the bench's bank publishes: transfers in the order of their event times, which advance as the activity of the
 * population says (200,000 accounts make one every 290 ms), whatever the rate at which they are sent. Windows then hold what
 * they hold in life, as in the demo with its faster clock. Equal options give equal transfers.
 */
export class BenchBank {
  /** How many were made. */
  made = 0;
  private readonly lottery: Lottery;
  private readonly population: Population;
  private readonly stepMs: number;
  private readonly hotShare: number;
  private readonly blockedShare: number;

  constructor(private readonly options: BankOptions) {
    this.population = options.population;
    this.lottery = new Lottery(options.seed);
    this.stepMs = stepMs(options.population);
    this.hotShare = options.hotShare ?? 0;
    this.blockedShare = options.blockedShare ?? 0;
  }

  next(): Transfer {
    const number = this.made++;
    const at = Math.floor(this.options.startAt + number * this.stepMs);
    const { population, lottery } = this;
    let debtor = population.at(lottery.fraction());
    const habitual = lottery.below(100) < HABITUAL_PERCENT;
    let creditor = habitual
      ? population.habitualPayee(debtor, lottery.fraction() * lottery.fraction())
      : population.at(lottery.fraction());
    // What neither bank side of ours sees is not in our stream.
    while (creditor === debtor || (!population.isOurs(debtor) && !population.isOurs(creditor))) {
      debtor = population.at(lottery.fraction());
      creditor = population.at(lottery.fraction());
    }
    const transfer = this.between(debtor, creditor, habitual, at, transferIdOf(this.options.run, number));
    const lot = lottery.fraction();
    if (lot < this.blockedShare) return toBlocked(transfer);
    if (lot < this.blockedShare + this.hotShare / 2) return { ...transfer, creditorAccount: HOT_ACCOUNT };
    if (lot < this.blockedShare + this.hotShare) return { ...transfer, debtorAccount: HOT_ACCOUNT };
    return transfer;
  }

  private between(debtor: number, creditor: number, habitual: boolean, at: number, id: string): Transfer {
    const { population, lottery } = this;
    const payer = population.roleOf(debtor);
    const payee = population.roleOf(creditor);
    const means = this.means(payer, payee, habitual);
    const isRemote = means.channel === 'MOBILE' || means.channel === 'WEB';
    const knownDays = habitual ? 200 : lottery.below(20) === 0 ? 1 : 60;
    return {
      transferId: id,
      status: 'INITIATED',
      statusAt: at,
      ...means,
      debtorAccount: population.idOf(debtor),
      debtorInstitution: population.isOurs(debtor) ? 'DEMOBANK' : 'OTHERBANK',
      debtorOwnership: population.isOurs(debtor) ? 'OURS' : 'OTHER',
      creditorAccount: population.idOf(creditor),
      creditorInstitution: population.isOurs(creditor) ? 'DEMOBANK' : 'OTHERBANK',
      creditorOwnership: population.isOurs(creditor) ? 'OURS' : 'OTHER',
      creditorKind: CREDITOR_KINDS[payee],
      amountMinor: this.amount(payer),
      currency: 'EUR',
      settledMinor: null,
      debtorAmountMinor: null,
      debtorCurrency: null,
      creditorAmountMinor: null,
      creditorCurrency: null,
      occurredAt: at,
      bookedAt: null,
      bookingSequence: null,
      deviceId: isRemote ? `device-${debtor}` : null,
      ipAddress: isRemote ? `10.${(debtor >> 16) & 255}.${(debtor >> 8) & 255}.${debtor & 255}` : null,
      country: 'DE',
      location: null,
      sessionSignals: [],
      payeeAddedAt: means.kind === 'CREDIT_TRANSFER' ? at - knownDays * DAY_MS : null,
      payeeNameMatch:
        means.kind !== 'CREDIT_TRANSFER' ? 'NOT_CHECKED' : lottery.below(50) === 0 ? 'CLOSE' : 'MATCH',
      sameHolder: false,
      debtorBalanceMinor: population.isOurs(debtor) ? balanceOf(debtor, payer) : null,
      creditorBalanceMinor: population.isOurs(creditor) ? balanceOf(creditor, payee) : null,
      batchId: means.initiation === 'BATCH' ? `batch-${debtor}-${Math.floor(at / DAY_MS)}` : null,
      relatesTo: null,
      decideBy: null,
      endToEndId: `E2E-${this.made}`,
      purpose: null,
      remittance: 'Invoice 2026-03-0017, thank you',
    };
  }

  private means(
    payer: Role,
    payee: Role,
    habitual: boolean,
  ): Pick<Transfer, 'kind' | 'initiation' | 'channel'> {
    const lot = this.lottery.below(100);
    if (payer !== 'PERSON') return { kind: 'CREDIT_TRANSFER', initiation: 'BATCH', channel: 'API' };
    if (payee !== 'PERSON' && lot < 60)
      return { kind: 'CARD_PAYMENT', initiation: 'CUSTOMER', channel: 'POS' };
    if (payee !== 'PERSON' && lot < 85)
      return { kind: 'DIRECT_DEBIT', initiation: 'THIRD_PARTY', channel: 'OTHER' };
    if (habitual && lot % 5 === 0)
      return { kind: 'CREDIT_TRANSFER', initiation: 'STANDING_ORDER', channel: 'OTHER' };
    return {
      kind: 'CREDIT_TRANSFER',
      initiation: 'CUSTOMER',
      channel: lot % 4 === 0 ? 'WEB' : 'MOBILE',
    };
  }

  // 90% from 1 to 100 EUR, 9.8% to 1,000, 0.2% to 10,000; companies pay ten times as much.
  private amount(payer: Role): number {
    const lot = this.lottery.below(1_000);
    const above = lot < 900 ? 10_000 : lot < 998 ? 100_000 : 1_000_000;
    return (100 + this.lottery.below(above)) * (payer === 'PERSON' ? 1 : 10);
  }
}

/** Event time between two transfers, ms: each has two legs. */
export function stepMs(population: Population): number {
  return (2 * WEEK_MS) / population.legsPerWeek;
}

const NUMBER_DIGITS = 12;

/** As long as the UETR that cores give; the last digits are the number in the run. */
export function transferIdOf(run: string, number: number): string {
  const scattered = (Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return `${scattered}-${run.padStart(8, '0').slice(0, 4)}-${run.padStart(8, '0').slice(4)}-be56-${String(number).padStart(NUMBER_DIGITS, '0')}`;
}

/** The number of a transfer of `run`, −1 for any other. */
export function numberOf(run: string, transferId: string): number {
  const digits = transferId.slice(-NUMBER_DIGITS);
  const number = Number(digits);
  return Number.isInteger(number) && transferId === transferIdOf(run, number) ? number : -1;
}

const CREDITOR_KINDS: Readonly<Record<Role, CreditorKind>> = {
  PERSON: 'PERSON',
  COMPANY: 'COMPANY',
  MERCHANT: 'MERCHANT',
};

// Before the transfer; a private account holds 3,000 to 15,000 EUR, a business a hundred times as much.
function balanceOf(account: number, role: Role): number {
  return Math.floor((300_000 + 1_200_000 * spread(account)) * (role === 'PERSON' ? 1 : 100));
}

function toBlocked(transfer: Transfer): Transfer {
  return {
    ...transfer,
    kind: 'CREDIT_TRANSFER',
    initiation: 'CUSTOMER',
    channel: 'MOBILE',
    creditorAccount: BLOCKED_ACCOUNT,
    creditorInstitution: 'OTHERBANK',
    creditorOwnership: 'OTHER',
    creditorKind: 'PERSON',
    creditorBalanceMinor: null,
    debtorOwnership: 'OURS',
  };
}
