import type { Transfer } from '@sluice/domain';
import type { Label } from './label';
import { createStolenMoney, type StolenMoney, type StolenSums } from './stolenMoney';

/** What the simulation knows and Sluice does not. */
export interface Truth {
  readonly labels: Map<string, Label>;
  readonly money: StolenMoney;
  /** Notes a transfer that was ordered. */
  ordered(transfer: Transfer, label: Label, past: boolean): void;
  /** Highest caseNo seen. */
  readonly cases: number;
  /** Honest transfers of the live period. */
  readonly honestTransfers: number;
  /** Sums over all frauds: of the live period, or of what they had stolen before it. */
  total(past: boolean): StolenSums;
}

export function createTruth(): Truth {
  const labels = new Map<string, Label>();
  const money = createStolenMoney();
  let cases = 0;
  let honestTransfers = 0;
  return {
    labels,
    money,
    ordered(transfer, label, past) {
      labels.set(transfer.transferId, label);
      // What stop-payments pay back is the bank's own doing, no customer's transfer.
      if (label.class === 'HONEST' && label.pattern !== 'restitution' && !past) honestTransfers++;
      if (label.caseNo === null) return;
      cases = Math.max(cases, label.caseNo);
      if (label.class === 'FRAUD') money.attempted(label.caseNo, past, transfer);
    },
    get cases() {
      return cases;
    },
    get honestTransfers() {
      return honestTransfers;
    },
    total(past) {
      const total: StolenSums = {
        attemptedMinor: 0,
        neverLeftMinor: 0,
        returnedMinor: 0,
        frozenMinor: 0,
        atRestMinor: 0,
        leftSightMinor: 0,
      };
      for (let caseNo = 1; caseNo <= cases; caseNo++) {
        const sums = money.sums(caseNo, past);
        for (const key of Object.keys(total) as (keyof StolenSums)[]) total[key] += sums[key];
      }
      return total;
    },
  };
}
