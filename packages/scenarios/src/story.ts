import type { PayerResponse } from '@sluice/domain';

interface Told {
  /** Simulated time, epoch ms. */
  readonly at: number;
  /** The fraud it belongs to, 1, 2, …; null where the customers are honest. */
  readonly caseNo: number | null;
}

interface ToldTransfer extends Told {
  readonly transferId: string;
  readonly debtorAccount: string;
  readonly creditorAccount: string;
  readonly creditorInstitution: string | null;
  readonly amountMinor: number;
  readonly currency: string;
}

/** Where stolen money goes when the bank loses sight of it. */
export type Exit = 'ATM' | 'EXCHANGE' | 'OTHER_BANK';

/** What happens in the bank that is worth telling, in the order in which it happens. */
export type StoryEvent =
  /** A transfer is kept back by a stop-payment. `reasons`: the decision's sentences, strongest first. */
  | (ToldTransfer & {
      readonly type: 'HELD';
      readonly stopPaymentId: string;
      readonly reasons: readonly string[];
    })
  | (ToldTransfer & { readonly type: 'WARNED'; readonly scenario: string; readonly answer: PayerResponse })
  /** A held transfer will never be executed. */
  | (ToldTransfer & { readonly type: 'CANCELLED'; readonly heldMs: number })
  /** A held transfer was let go. `by`: the desk's order, the end of the stop, or the core, which got no command. */
  | (ToldTransfer & {
      readonly type: 'RELEASED';
      readonly heldMs: number;
      readonly by: 'ORDER' | 'EXPIRY' | 'CORE';
    })
  /** A hold came after the transfer was executed. */
  | (ToldTransfer & { readonly type: 'TOO_LATE'; readonly stopPaymentId: string })
  /** Stolen money leaves the bank's sight. */
  | (ToldTransfer & { readonly type: 'GONE'; readonly exit: Exit })
  /** Money is back on the account that it was stolen from. */
  | (ToldTransfer & { readonly type: 'RETURNED'; readonly by: 'FREEZE' | 'RECALL' })
  | (Told & {
      readonly type: 'REPORT';
      readonly reportId: string;
      readonly fraudType: string;
      readonly victimAccount: string;
      readonly items: number;
      readonly amountMinor: number;
      readonly currency: string;
      /** When the first of the reported payments was ordered. */
      readonly firstAt: number;
    })
  | (Told & {
      readonly type: 'FROZEN';
      readonly stopPaymentId: string;
      readonly account: string;
      readonly result: 'EXECUTED' | 'PARTIAL' | 'REJECTED';
      readonly requestedMinor: number;
      readonly stoppedMinor: number;
      readonly currency: string;
      /** Since the victim's report, ms; null where the freeze came first. */
      readonly afterReportMs: number | null;
    })
  | (Told & {
      readonly type: 'UNFROZEN';
      readonly stopPaymentId: string;
      readonly account: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly by: 'ORDER' | 'EXPIRY';
    })
  | (Told & {
      readonly type: 'RECALL';
      readonly stopPaymentId: string;
      readonly transferId: string;
      readonly account: string;
      readonly creditorInstitution: string | null;
      readonly result: 'PENDING' | 'RETURNED' | 'REJECTED';
      readonly requestedMinor: number;
      readonly returnedMinor: number;
      readonly currency: string;
    });
