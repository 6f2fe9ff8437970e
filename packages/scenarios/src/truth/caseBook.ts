import type { Party } from '../population/party';
import type { Person } from '../population/person';
import type { FraudPattern } from './label';

/** One labelled payment of a victim. */
export interface StolenPayment {
  readonly transferId: string;
  readonly debtor: Party;
  readonly creditor: Party;
  readonly amountMinor: number;
  readonly at: number;
}

/** One labelled fraud. */
export interface FraudCase {
  readonly caseNo: number;
  readonly pattern: FraudPattern;
  readonly reportId: string;
  /** The case that the report opens. */
  readonly caseId: string;
  readonly victim: Person;
  /** Every payment that was ordered, those of the past included. */
  readonly payments: StolenPayment[];
  /** When the victim's report was made; null until then. */
  reportedAt: number | null;
  /** The victim has understood (or the intruder is locked out): no further payment is ordered. */
  over: boolean;
}

/** Every fraud by number. */
export interface CaseBook {
  readonly all: readonly FraudCase[];
  open(known: Pick<FraudCase, 'pattern' | 'victim'>): FraudCase;
  byNo(caseNo: number): FraudCase | undefined;
  /** The fraud whose report or case one of the ids names, on its own or as a part. */
  named(ids: readonly (string | null)[]): FraudCase | undefined;
}

export function createCaseBook(reportIdPrefix: string, caseIdOf: (reportId: string) => string): CaseBook {
  const all: FraudCase[] = [];
  return {
    all,
    open(known) {
      const caseNo = all.length + 1;
      const reportId = `${reportIdPrefix}${caseNo}`;
      const opened: FraudCase = {
        ...known,
        caseNo,
        reportId,
        caseId: caseIdOf(reportId),
        payments: [],
        reportedAt: null,
        over: false,
      };
      all.push(opened);
      return opened;
    },
    byNo: (caseNo) => all[caseNo - 1],
    named: (ids) =>
      all.find(({ reportId, caseId }) =>
        ids.some((id) => id !== null && (names(id, reportId) || names(id, caseId))),
      ),
  };
}

function names(id: string, known: string): boolean {
  for (let from = id.indexOf(known); from >= 0; from = id.indexOf(known, from + 1)) {
    const before = id.charAt(from - 1);
    const after = id.charAt(from + known.length);
    if (!/[0-9A-Za-z]/.test(before) && !/[0-9A-Za-z]/.test(after)) return true;
  }
  return false;
}
