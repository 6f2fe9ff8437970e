import type {
  Channel,
  CreditorKind,
  Initiation,
  NameMatch,
  Ownership,
  Transfer,
  TransferKind,
  TransferStatus,
} from '@sluice/domain';

/**
 * What the rules read of the transfer being scored. Mutable and reused: the fold fills one per step
 * (`fillLegView`), so that scoring allocates nothing. Meanings, units and nulls are those of `Transfer`.
 */
export interface LegView {
  status: TransferStatus;
  kind: TransferKind;
  initiation: Initiation;
  debtorAccount: string;
  debtorOwnership: Ownership;
  creditorAccount: string;
  creditorOwnership: Ownership;
  creditorKind: CreditorKind;
  amountMinor: number;
  currency: string;
  /** What the debtor's account is debited in its own currency, where that differs. */
  debtorAmountMinor: number | null;
  /** What the creditor's account is credited in its own currency, where that differs. */
  creditorAmountMinor: number | null;
  occurredAt: number;
  channel: Channel;
  deviceId: string | null;
  ipAddress: string | null;
  sessionSignals: readonly string[];
  payeeAddedAt: number | null;
  payeeNameMatch: NameMatch;
  sameHolder: boolean | null;
  debtorBalanceMinor: number | null;
  creditorBalanceMinor: number | null;
  batchId: string | null;
  /** True where the event time lies more than the allowed lateness behind the partition's stream time. */
  late: boolean;
}

const NO_SIGNALS: readonly string[] = [];

/** A leg view to be filled again for every leg. */
export function newLegView(): LegView {
  return {
    status: 'UNKNOWN',
    kind: 'OTHER',
    initiation: 'UNKNOWN',
    debtorAccount: '',
    debtorOwnership: 'UNKNOWN',
    creditorAccount: '',
    creditorOwnership: 'UNKNOWN',
    creditorKind: 'UNKNOWN',
    amountMinor: 0,
    currency: 'EUR',
    debtorAmountMinor: null,
    creditorAmountMinor: null,
    occurredAt: 0,
    channel: 'OTHER',
    deviceId: null,
    ipAddress: null,
    sessionSignals: NO_SIGNALS,
    payeeAddedAt: null,
    payeeNameMatch: 'NOT_CHECKED',
    sameHolder: null,
    debtorBalanceMinor: null,
    creditorBalanceMinor: null,
    batchId: null,
    late: false,
  };
}

/** Fills `leg` from a transfer. `late`: see `LegView.late`; each step says it of its own partition. */
export function fillLegView(leg: LegView, transfer: Transfer, late: boolean): LegView {
  leg.status = transfer.status;
  leg.kind = transfer.kind;
  leg.initiation = transfer.initiation;
  leg.debtorAccount = transfer.debtorAccount;
  leg.debtorOwnership = transfer.debtorOwnership;
  leg.creditorAccount = transfer.creditorAccount;
  leg.creditorOwnership = transfer.creditorOwnership;
  leg.creditorKind = transfer.creditorKind;
  leg.amountMinor = transfer.amountMinor;
  leg.currency = transfer.currency;
  leg.debtorAmountMinor = transfer.debtorAmountMinor;
  leg.creditorAmountMinor = transfer.creditorAmountMinor;
  leg.occurredAt = transfer.occurredAt;
  leg.channel = transfer.channel;
  leg.deviceId = transfer.deviceId;
  leg.ipAddress = transfer.ipAddress;
  leg.sessionSignals = transfer.sessionSignals;
  leg.payeeAddedAt = transfer.payeeAddedAt;
  leg.payeeNameMatch = transfer.payeeNameMatch;
  leg.sameHolder = transfer.sameHolder;
  leg.debtorBalanceMinor = transfer.debtorBalanceMinor;
  leg.creditorBalanceMinor = transfer.creditorBalanceMinor;
  leg.batchId = transfer.batchId;
  leg.late = late;
  return leg;
}
