export const OUTCOMES = ['UNKNOWN', 'ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One reason of a decision: which rule, of whom it speaks, how many points, one sentence with the numbers. */
export interface Reason {
  readonly rule: string;
  /** The account that the rule speaks of. */
  readonly subject: string;
  /** Negative where the rule mitigates. */
  readonly points: number;
  readonly detail: string;
  /** The feature values behind the sentence. */
  readonly evidence: Readonly<Record<string, number>>;
}

/** What Sluice says of one transfer; the record `Decision` of the wire contract. */
export interface Decision {
  readonly decisionId: string;
  readonly transferId: string;
  readonly debtorAccount: string;
  readonly creditorAccount: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly occurredAt: number;
  readonly scoredStatus: string;
  readonly outcome: Outcome;
  /** 0 to 1000. */
  readonly debtorScore: number;
  /** 0 to 1000. */
  readonly creditorScore: number;
  readonly reasons: readonly Reason[];
  readonly missingEvidence: readonly string[];
  readonly scenario: string | null;
  readonly payerReason: string | null;
  readonly rulesVersion: string;
  readonly decidedAt: number;
}

/** The id of the one decision of a transfer. */
export function decisionIdOf(transferId: string): string {
  return `D:${transferId}`;
}

/** The id of the one warning of a transfer. */
export function warningIdOf(transferId: string): string {
  return `W:${transferId}`;
}

/** A payer to dissuade before the money goes; the record `VictimWarning` of the wire contract. */
export interface VictimWarning {
  readonly warningId: string;
  readonly decisionId: string;
  readonly transferId: string;
  readonly debtorAccount: string;
  readonly scenario: string;
  readonly message: string;
  /** BCP 47 tag of message. */
  readonly language: string;
  readonly score: number;
  readonly issuedAt: number;
  readonly answerBy: number;
}

export const TRANSFER_TRUTHS = ['UNKNOWN', 'FRAUD', 'GENUINE'] as const;
export type TransferTruth = (typeof TRANSFER_TRUTHS)[number];
export const PAYER_RESPONSES = ['NONE', 'CANCELLED', 'PROCEEDED', 'NO_ANSWER', 'UNKNOWN'] as const;
export type PayerResponse = (typeof PAYER_RESPONSES)[number];

/** What a transfer turned out to be and what the warned payer did; the record `TransferOutcome`. */
export interface TransferOutcome {
  readonly transferId: string;
  readonly truth: TransferTruth;
  readonly payerResponse: PayerResponse;
  readonly source: string;
  readonly at: number;
}
