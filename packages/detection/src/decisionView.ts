import { type Decision, decisionIdOf, type Outcome, type Reason, type TransferStatus } from '@sluice/domain';
import type { TransferView } from '@sluice/log-format';

/**
 * The decision being published: one object, filled again for every transfer. Its ids are read from the entry when they are
 * asked for, so that a writer which copies their bytes makes no string of them. Whoever keeps it keeps `plain()`.
 */
export class DecisionView implements Decision {
  outcome: Outcome = 'UNKNOWN';
  debtorScore = 0;
  creditorScore = 0;
  reasons: readonly Reason[] = [];
  missingEvidence: readonly string[] = [];
  scenario: string | null = null;
  payerReason: string | null = null;
  rulesVersion = '';
  decidedAt = 0;

  constructor(
    /** The transfer decided on, as it lies in the CREDIT entry. */
    readonly transfer: TransferView,
  ) {}

  get decisionId(): string {
    return decisionIdOf(this.transfer.transferId);
  }

  get transferId(): string {
    return this.transfer.transferId;
  }

  get debtorAccount(): string {
    return this.transfer.debtorAccount;
  }

  get creditorAccount(): string {
    return this.transfer.creditorAccount;
  }

  get amountMinor(): number {
    return this.transfer.amountMinor;
  }

  get currency(): string {
    return this.transfer.currency;
  }

  get occurredAt(): number {
    return this.transfer.occurredAt;
  }

  get scoredStatus(): TransferStatus {
    return this.transfer.status;
  }

  /** A copy that stays. */
  plain(): Decision {
    return {
      decisionId: this.decisionId,
      transferId: this.transferId,
      debtorAccount: this.debtorAccount,
      creditorAccount: this.creditorAccount,
      amountMinor: this.amountMinor,
      currency: this.currency,
      occurredAt: this.occurredAt,
      scoredStatus: this.scoredStatus,
      outcome: this.outcome,
      debtorScore: this.debtorScore,
      creditorScore: this.creditorScore,
      reasons: this.reasons,
      missingEvidence: this.missingEvidence,
      scenario: this.scenario,
      payerReason: this.payerReason,
      rulesVersion: this.rulesVersion,
      decidedAt: this.decidedAt,
    };
  }
}
