import type { Transfer } from '@sluice/domain';
import { isOurs, type Party } from '../population/party';
import type { Label } from './label';
import { type MoneyPart, OWN_MONEY, putMoney, type TracedQueue, takeMoney } from './tracedQueue';

/** Where the money of one fraud is, minor units; `attempted` = never left + returned + frozen + at rest + left sight. */
export interface StolenSums {
  /** The victim's labelled payments, executed or not. */
  attemptedMinor: number;
  neverLeftMinor: number;
  returnedMinor: number;
  frozenMinor: number;
  atRestMinor: number;
  leftSightMinor: number;
}

/** Follows the labelled money through the bank, first in first out, as it really moves. */
export interface StolenMoney {
  /** A victim's labelled payment was ordered; `past`: before the live period, summed apart. */
  attempted(caseNo: number, past: boolean, transfer: Transfer): void;
  /** Money has moved; call it before the balances change. */
  settled(transfer: Transfer, debtor: Party, creditor: Party, label: Label, past: boolean): void;
  /** Stolen money now on an account, by fraud. */
  on(party: Party): ReadonlyMap<number, number>;
  sums(caseNo: number, past: boolean): StolenSums;
  /** Executed and not yet returned. */
  missingMinor(caseNo: number): number;
}

interface CaseMoney {
  attemptedMinor: number;
  settledMinor: number;
  returnedMinor: number;
  leftMinor: number;
  readonly victims: Set<string>;
}

// One number per fraud and period: the past of a series is summed apart from its live part.
const sourceOf = (caseNo: number, past: boolean): number => caseNo * 2 + (past ? 1 : 0);
const caseNoOf = (source: number): number => source >> 1;

export function createStolenMoney(): StolenMoney {
  const cases = new Map<number, CaseMoney>();
  const queues = new Map<Party, TracedQueue>();
  const sourceByTransfer = new Map<string, number>();
  const leftBy = new Map<string, MoneyPart[]>();

  const caseMoney = (source: number): CaseMoney => {
    let money = cases.get(source);
    if (money === undefined) {
      money = { attemptedMinor: 0, settledMinor: 0, returnedMinor: 0, leftMinor: 0, victims: new Set() };
      cases.set(source, money);
    }
    return money;
  };

  const partsOf = (transfer: Transfer, debtor: Party, label: Label, past: boolean): MoneyPart[] => {
    const queue = queues.get(debtor);
    const undoes = transfer.relatesTo === null ? undefined : sourceByTransfer.get(transfer.relatesTo);
    const taken = queue === undefined ? [] : takeMoney(queue, transfer.amountMinor, undoes ?? OWN_MONEY);
    if (label.class === 'FRAUD' && label.caseNo !== null) {
      const source = sourceOf(label.caseNo, past);
      caseMoney(source).settledMinor += transfer.amountMinor;
      return [{ source, amountMinor: transfer.amountMinor }];
    }
    const left = transfer.relatesTo === null ? undefined : leftBy.get(transfer.relatesTo);
    if (left !== undefined && !isOurs(debtor)) {
      const back = takeMoney(left, transfer.amountMinor);
      for (const part of back) {
        if (part.source !== OWN_MONEY) caseMoney(part.source).leftMinor -= part.amountMinor;
      }
      return back;
    }
    return taken;
  };

  const deliver = (part: MoneyPart, transfer: Transfer, creditor: Party): void => {
    const money = part.source === OWN_MONEY ? null : caseMoney(part.source);
    if (money !== null && transfer.kind === 'RETURN' && money.victims.has(creditor.accountId)) {
      money.returnedMinor += part.amountMinor;
      const queue = queues.get(creditor);
      if (queue !== undefined) putMoney(queue, OWN_MONEY, part.amountMinor);
    } else if (isOurs(creditor)) {
      putMoney(queueOf(creditor), part.source, part.amountMinor);
    } else if (money !== null) {
      money.leftMinor += part.amountMinor;
      const left = leftBy.get(transfer.transferId) ?? [];
      putMoney(left, part.source, part.amountMinor);
      leftBy.set(transfer.transferId, left);
    }
  };

  const queueOf = (party: Party): TracedQueue => {
    let queue = queues.get(party);
    if (queue === undefined) {
      queue = [];
      putMoney(queue, OWN_MONEY, party.balanceMinor);
      queues.set(party, queue);
    }
    return queue;
  };

  const on = (party: Party): Map<number, number> => {
    const sums = new Map<number, number>();
    for (const part of queues.get(party) ?? []) {
      if (part.source === OWN_MONEY) continue;
      const caseNo = caseNoOf(part.source);
      sums.set(caseNo, (sums.get(caseNo) ?? 0) + part.amountMinor);
    }
    return sums;
  };

  const insideOf = (source: number): { frozenMinor: number; atRestMinor: number } => {
    let frozenMinor = 0;
    let insideMinor = 0;
    for (const [party, queue] of queues) {
      let stoppedMinor = party.lienMinor + party.heldMinor;
      for (const part of queue) {
        if (part.source === OWN_MONEY) continue;
        const frozen = Math.min(stoppedMinor, part.amountMinor);
        stoppedMinor -= frozen;
        if (part.source !== source) continue;
        insideMinor += part.amountMinor;
        frozenMinor += frozen;
      }
    }
    return { frozenMinor, atRestMinor: insideMinor - frozenMinor };
  };

  return {
    on,
    attempted(caseNo, past, transfer) {
      const money = caseMoney(sourceOf(caseNo, past));
      money.attemptedMinor += transfer.amountMinor;
      money.victims.add(transfer.debtorAccount);
      sourceByTransfer.set(transfer.transferId, sourceOf(caseNo, past));
    },
    settled(transfer, debtor, creditor, label, past) {
      const tainting = label.class === 'FRAUD' || queues.has(debtor) || queues.has(creditor);
      if (!tainting && (transfer.relatesTo === null || !leftBy.has(transfer.relatesTo))) return;
      const parts = partsOf(transfer, debtor, label, past);
      const known = queues.has(creditor);
      const stolen = parts.some((part) => part.source !== OWN_MONEY);
      if (!stolen && !known) return;
      const all = parts.length > 0 ? parts : [{ source: OWN_MONEY, amountMinor: transfer.amountMinor }];
      for (const part of all) deliver(part, transfer, creditor);
    },
    sums(caseNo, past) {
      const source = sourceOf(caseNo, past);
      const money = caseMoney(source);
      return {
        attemptedMinor: money.attemptedMinor,
        neverLeftMinor: money.attemptedMinor - money.settledMinor,
        returnedMinor: money.returnedMinor,
        leftSightMinor: money.leftMinor,
        ...insideOf(source),
      };
    },
    missingMinor(caseNo) {
      let missing = 0;
      for (const past of [false, true]) {
        const money = cases.get(sourceOf(caseNo, past));
        if (money !== undefined) missing += money.settledMinor - money.returnedMinor;
      }
      return missing;
    },
  };
}
