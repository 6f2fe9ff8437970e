import {
  type Channel,
  type CreditorKind,
  type Initiation,
  isCash,
  type NameMatch,
  type Ownership,
  type Transfer,
  type TransferKind,
  type TransferStatus,
} from '@sluice/domain';
import { traitsOf } from './legTraits';

/**
 * What a transfer that is read where it lies may know without decoding a string. All of it can be worked out from the
 * transfer; where a hint is absent it is.
 */
export interface TransferHints {
  readonly debtorIsCash?: boolean;
  readonly creditorIsCash?: boolean;
  readonly hasDeviceId?: boolean;
  readonly hasIpAddress?: boolean;
}

export type LegSource = Transfer & TransferHints;

/**
 * What the rules read of the transfer being scored: a window on it, which the fold points at one transfer after another
 * (`fillLegView`), so that scoring allocates nothing and a field is read when a rule asks for it. Meanings, units and
 * nulls are those of `Transfer`. A class, because a step reads it dozens of times.
 */
export class LegView {
  /** The transfer that is being scored; there is none before the first `fillLegView`. */
  transfer!: LegSource;
  /** True where the event time lies more than the allowed lateness behind the partition's stream time. */
  late = false;
  /** Bits of `LEG_TRAITS`. */
  traits = 0;
  amountMinor = 0;
  /** The transfer's own word, until the fold finds out that both accounts have one holder and sets it. */
  sameHolder: boolean | null = null;

  get status(): TransferStatus {
    return this.transfer.status;
  }

  get kind(): TransferKind {
    return this.transfer.kind;
  }

  get initiation(): Initiation {
    return this.transfer.initiation;
  }

  get debtorAccount(): string {
    return this.transfer.debtorAccount;
  }

  get debtorIsCash(): boolean {
    return this.transfer.debtorIsCash ?? isCash(this.transfer.debtorAccount);
  }

  get debtorOwnership(): Ownership {
    return this.transfer.debtorOwnership;
  }

  get creditorAccount(): string {
    return this.transfer.creditorAccount;
  }

  get creditorIsCash(): boolean {
    return this.transfer.creditorIsCash ?? isCash(this.transfer.creditorAccount);
  }

  get creditorOwnership(): Ownership {
    return this.transfer.creditorOwnership;
  }

  get creditorKind(): CreditorKind {
    return this.transfer.creditorKind;
  }

  get currency(): string {
    return this.transfer.currency;
  }

  /** What the debtor's account is debited in its own currency, where that differs. */
  get debtorAmountMinor(): number | null {
    return this.transfer.debtorAmountMinor;
  }

  /** What the creditor's account is credited in its own currency, where that differs. */
  get creditorAmountMinor(): number | null {
    return this.transfer.creditorAmountMinor;
  }

  get occurredAt(): number {
    return this.transfer.occurredAt;
  }

  get channel(): Channel {
    return this.transfer.channel;
  }

  get hasDeviceId(): boolean {
    return this.transfer.hasDeviceId ?? this.transfer.deviceId !== null;
  }

  get hasIpAddress(): boolean {
    return this.transfer.hasIpAddress ?? this.transfer.ipAddress !== null;
  }

  get sessionSignals(): readonly string[] {
    return this.transfer.sessionSignals;
  }

  get payeeAddedAt(): number | null {
    return this.transfer.payeeAddedAt;
  }

  get payeeNameMatch(): NameMatch {
    return this.transfer.payeeNameMatch;
  }

  get debtorBalanceMinor(): number | null {
    return this.transfer.debtorBalanceMinor;
  }

  get creditorBalanceMinor(): number | null {
    return this.transfer.creditorBalanceMinor;
  }

  get batchId(): string | null {
    return this.transfer.batchId;
  }
}

/** A leg view to be filled again for every leg. */
export function newLegView(): LegView {
  return new LegView();
}

/**
 * Points `leg` at a transfer, which must stay as it is until the step is done. `late`: see `LegView.late`; each step says
 * it of its own partition.
 */
export function fillLegView(leg: LegView, transfer: LegSource, late: boolean): LegView {
  leg.transfer = transfer;
  leg.late = late;
  leg.traits = traitsOf(transfer.kind, transfer.initiation, transfer.creditorKind);
  leg.amountMinor = transfer.amountMinor;
  leg.sameHolder = transfer.sameHolder;
  return leg;
}
