export const REPORT_STATES = ['OPENED', 'AMENDED', 'WITHDRAWN', 'UNKNOWN'] as const;
export type ReportState = (typeof REPORT_STATES)[number];
export const REPORT_SOURCES = ['UNKNOWN', 'VICTIM', 'POLICE', 'BANK', 'ANALYST'] as const;
export type ReportSource = (typeof REPORT_SOURCES)[number];

/** One payment of a report, as reported. */
export interface ReportedPayment {
  readonly transferId: string | null;
  readonly debtorAccount: string | null;
  readonly creditorAccount: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Epoch ms, as reported. */
  readonly at: number;
}

/** A victim's, bank's or police report of a fraud; the record `FraudReport` of the wire contract. */
export interface FraudReport {
  readonly reportId: string;
  readonly state: ReportState;
  readonly source: ReportSource;
  readonly victimAccount: string | null;
  readonly victimInstitution: string | null;
  readonly victimVulnerable: boolean | null;
  readonly items: readonly ReportedPayment[];
  readonly fraudType: string | null;
  readonly authority: string | null;
  readonly reference: string | null;
  readonly orderExpiresAt: number | null;
  readonly reportedAt: number;
}
